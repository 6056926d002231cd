import { tf, type Tensor, type Tensor2D } from '../tensors.ts';
import { OwnLayer, type Shape, type Weight } from './own-layer.ts';

/** A kernel, and its bias if there is one. */
type Projection = readonly [kernel: Weight, bias: Weight | undefined];

/**
 * Attention of several heads. Its inputs are query, value and, if it differs from the value, key, [batch, ...steps, features].
 *
 *   heads: softmax(Q Kᵀ / √keyDim) V,   with Q, K, V and the output affine in the inputs
 *
 * In the causal form, a step attends to itself and the steps before it.
 *
 * @see Vaswani et al. 2017, arXiv:1706.03762
 */
export class MultiHeadAttention extends OwnLayer {
  static readonly className = 'MultiHeadAttention';
  protected readonly written = ['numHeads', 'keyDim', 'valueDim', 'outputShape', 'useBias', 'causal', 'dropout'];
  private projections?: Readonly<Record<'query' | 'key' | 'value' | 'output', Projection>>;

  private get sizes(): { heads: number; keys: number; values: number } {
    const keys = this.number('keyDim', 1);
    return { heads: this.number('numHeads', 1), keys, values: this.number('valueDim', keys) };
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query, value, key = value] = shapesOf(inputShape).map((shape) => shape[shape.length - 1] ?? 1);
    const { heads, keys, values } = this.sizes;
    const project = (name: string, from: number[], to: number[]): Projection => [
      this.weight(`${name}_kernel`, [...from, ...to], 'zeros'),
      this.isOn('useBias') ? this.weight(`${name}_bias`, to, 'zeros') : undefined,
    ];
    this.projections = {
      query: project('query', [query], [heads, keys]),
      key: project('key', [key], [heads, keys]),
      value: project('value', [value], [heads, values]),
      output: project('output', [heads, values], [this.outputSize(query)]),
    };
    super.build(inputShape);
  }

  private outputSize(query: number): number {
    const { outputShape } = this.options;
    return Number([outputShape ?? query].flat()[0]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [query] = shapesOf(inputShape);
    return [...query.slice(0, -1), this.outputSize(query[query.length - 1] ?? 1)];
  }

  protected compute([queries, values, keys = values]: Tensor[]): Tensor {
    if (!this.projections) throw new Error('The layer is not built.');
    const { query, key, value, output } = this.projections;
    const { heads, keys: width, values: depth } = this.sizes;
    const q = headsOf(tf.mul(affine(queries, query, heads), 1 / Math.sqrt(width))); // [batch, heads, steps, keys]
    const scores = tf.matMul(q, headsOf(affine(keys, key, heads)), false, true); // [batch, heads, steps, steps]
    const weights = tf.softmax(this.options.causal === true ? tf.add(scores, later(scores.shape)) : scores);
    const attended = tf.transpose(tf.matMul(weights, headsOf(affine(values, value, heads))), [0, 2, 1, 3]);
    const rows = tf.reshape(attended, [-1, heads * depth]);
    const [kernel, bias] = output;
    const size = kernel.shape[kernel.shape.length - 1] as number;
    const sums = tf.matMul(rows as Tensor2D, tf.reshape(kernel.read(), [-1, size]) as Tensor2D);
    return tf.reshape(bias ? tf.add(sums, bias.read()) : sums, [...queries.shape.slice(0, -1), size]);
  }
}

const shapesOf = (shape: Shape | Shape[]): Shape[] => (Array.isArray(shape[0]) ? (shape as Shape[]) : [shape as Shape]);

/** [batch, ...steps, features] -> [batch, steps, heads, size]. */
function affine(x: Tensor, [kernel, bias]: Projection, heads: number): Tensor {
  const features = x.shape[x.rank - 1];
  const product = tf.matMul(tf.reshape(x, [-1, features]), tf.reshape(kernel.read(), [features, -1]) as Tensor2D);
  const size = product.shape[1] as number;
  const sums = bias ? tf.add(product, tf.reshape(bias.read(), [size])) : product;
  return tf.reshape(sums, [x.shape[0], -1, heads, size / heads]);
}

const headsOf = (x: Tensor): Tensor => tf.transpose(x, [0, 2, 1, 3]);

/** What is added to the scores of later steps, so that they get no weight: [steps, steps]. */
function later([, , rows, columns]: number[]): Tensor {
  const values = Float32Array.from({ length: rows * columns }, (_, i) =>
    i % columns > Math.floor(i / columns) ? -1e9 : 0,
  );
  return tf.tensor(values, [rows, columns]);
}
