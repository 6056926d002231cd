import { tf, type Tensor } from '../tensors.ts';
import { along, axesOf, OwnLayer, type Shape, type Weight } from './own-layer.ts';

/**
 * Normalises groups of channels over all places.
 *
 *   y = (x − μ) / √(σ² + ε) · γ + β,   μ and σ² over the places and the channels of a group
 *
 * @see Wu and He 2018, arXiv:1803.08494
 */
export class GroupNormalization extends OwnLayer {
  static readonly className = 'GroupNormalization';
  protected readonly written = ['groups', 'axis', 'epsilon', 'center', 'scale'];
  private gamma?: Weight;
  private beta?: Weight;

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    const [axis] = axesOf(this.options.axis, shape.length);
    const channels = shape[axis] ?? 1;
    if (this.isOn('scale')) this.gamma = this.weight('gamma', [channels], 'ones');
    if (this.isOn('center')) this.beta = this.weight('beta', [channels], 'zeros');
    super.build(inputShape);
  }

  protected compute([x]: Tensor[]): Tensor {
    const [axis] = axesOf(this.options.axis, x.rank);
    const channels = x.shape[axis];
    const wanted = this.number('groups', 32);
    const groups = wanted === -1 ? channels : wanted;
    const split = [...x.shape.slice(0, axis), groups, channels / groups, ...x.shape.slice(axis + 1)];
    const grouped = tf.reshape(x, split); // the group stands where the channels stood
    const others = [...split.keys()].filter((place) => place !== 0 && place !== axis);
    const { mean, variance } = tf.moments(grouped, others, true);
    const deviation = tf.sqrt(tf.add(variance, this.number('epsilon', 1e-3)));
    const normalised = tf.reshape(tf.div(tf.sub(grouped, mean), deviation), x.shape);
    const shape = along(x.shape, [axis]);
    const scaled = this.gamma ? tf.mul(normalised, tf.reshape(this.gamma.read(), shape)) : normalised;
    return this.beta ? tf.add(scaled, tf.reshape(this.beta.read(), shape)) : scaled;
  }
}
