import { tf, tfl, type Tensor } from '../tensors.ts';

interface Orthogonal {
  readonly gain: number;
  readonly seed?: number;
  apply(shape: number[], dtype?: 'float32' | 'int32'): Tensor;
}

let corrected = false;

/**
 * Corrects the orthogonal initializer, the default of recurrent layers, which needs parts of TensorFlow.js that this package does
 * not load. Draws the same numbers with the same seed.
 *
 *   A = Q R,   A ~ N(0, 1),   R with a positive diagonal;   w = gain · Q
 *
 * @see Saxe et al. 2014, arXiv:1312.6120
 */
export function correctInitializers(): void {
  const entry = tf.serialization.SerializationMap.getMap().classNameMap.Orthogonal;
  if (!entry || corrected) return; // the layers API is not loaded yet
  corrected = true;
  const prototype = entry[0].prototype as unknown as Orthogonal;
  const stock = prototype.apply;
  prototype.apply = function (this: Orthogonal, shape, dtype) {
    if (shape.length < 2) return stock.call(this, shape, dtype);
    const columns = shape[shape.length - 1];
    const rows = tf.util.sizeFromShape(shape.slice(0, -1));
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    return tf.tidy(() => {
      const normal = tfl.initializers.randomNormal({ mean: 0, stddev: 1, seed: this.seed });
      const drawn = normal.apply([long, short]).dataSync();
      const q = tf.tensor2d(orthonormal(drawn, long, short), [long, short]);
      return tf.mul<Tensor>(this.gain, tf.reshape(rows < columns ? tf.transpose(q) : q, shape));
    });
  };
}

/** Returns orthonormal columns that span those of a matrix [rows, columns], by Gram-Schmidt in 64 bits, twice for accuracy. */
function orthonormal(matrix: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const basis: Float64Array[] = [];
  for (let column = 0; column < columns; column++) {
    const vector = Float64Array.from({ length: rows }, (_, row) => matrix[row * columns + column]);
    for (const other of [...basis, ...basis]) {
      const share = product(vector, other);
      for (let row = 0; row < rows; row++) vector[row] -= share * other[row];
    }
    const length = Math.sqrt(product(vector, vector));
    basis.push(vector.map((value) => value / length));
  }
  return Float32Array.from({ length: rows * columns }, (_, i) => basis[i % columns][Math.floor(i / columns)]);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
