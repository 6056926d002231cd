import { tf, type Tensor } from '../tensors.ts';
import { along, axesOf, OwnLayer, type Shape, type Weight } from './own-layer.ts';

/**
 * Keras's layer of preprocessing that shifts and scales by a mean and a variance. They are options, or weights that `adapt` set.
 *
 *   y = (x − mean) / max(√variance, 1e-7),   inverted: y = mean + x · max(√variance, 1e-7)
 */
export class Normalization extends OwnLayer {
  static readonly className = 'Normalization';
  protected readonly written = ['axis', 'mean', 'variance', 'invert'];
  private adapted?: readonly [mean: Weight, variance: Weight];

  private axes(rank: number): number[] {
    return this.options.axis === null ? [] : axesOf(this.options.axis, rank);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    if ((this.options.mean ?? null) === null) {
      const sizes = this.axes(shape.length).map((axis) => shape[axis] ?? 1);
      this.adapted = [this.weight('mean', sizes, 'zeros', false), this.weight('variance', sizes, 'ones', false)];
      this.weight('count', [], 'zeros', false); // of the data that it was adapted to
    }
    super.build(inputShape);
  }

  protected compute([x]: Tensor[]): Tensor {
    const shape = along(x.shape, this.axes(x.rank));
    const [mean, variance] = this.adapted
      ? this.adapted.map((weight) => tf.reshape(weight.read(), shape))
      : [this.options.mean, this.options.variance].map((values) => repeated(values, shape));
    const deviation = tf.maximum(tf.sqrt(variance), 1e-7);
    if (this.options.invert === true) return tf.add(mean, tf.mul(x, deviation));
    return tf.div(tf.sub(x, mean), deviation);
  }
}

function repeated(values: unknown, shape: number[]): Tensor {
  const given = tf.tensor([values].flat(8) as number[]);
  return given.size === 1
    ? tf.reshape(
        given,
        shape.map(() => 1),
      )
    : tf.reshape(given, shape);
}
