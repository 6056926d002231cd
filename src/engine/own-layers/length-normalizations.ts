import { tf, type Tensor } from '../tensors.ts';
import { along, axesOf, OwnLayer, type Shape, type Weight } from './own-layer.ts';

/** Divides by the Euclidean length over some axes: y = x · min(1 / √Σx², 1e12). */
export class UnitNormalization extends OwnLayer {
  static readonly className = 'UnitNormalization';
  protected readonly written = ['axis'];

  protected compute([x]: Tensor[]): Tensor {
    const squares = tf.sum(tf.square(x), axesOf(this.options.axis, x.rank), true);
    return tf.div(x, tf.sqrt(tf.maximum(squares, 1e-24)));
  }
}

/**
 * Divides by the root mean square over some axes: y = x / √(mean x² + ε) · scale.
 *
 * @see Zhang and Sennrich 2019, arXiv:1910.07467
 */
export class RMSNormalization extends OwnLayer {
  static readonly className = 'RMSNormalization';
  protected readonly written = ['axis', 'epsilon'];
  private scale?: Weight;

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    const sizes = axesOf(this.options.axis, shape.length).map((axis) => shape[axis] ?? 1);
    this.scale = this.weight('scale', sizes, 'ones');
    super.build(inputShape);
  }

  protected compute([x]: Tensor[]): Tensor {
    const axes = axesOf(this.options.axis, x.rank);
    const squares = tf.mean(tf.square(x), axes, true);
    const normalised = tf.div(x, tf.sqrt(tf.add(squares, this.number('epsilon', 1e-6))));
    return this.scale ? tf.mul(normalised, tf.reshape(this.scale.read(), along(x.shape, axes))) : normalised;
  }
}
