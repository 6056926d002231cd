import { tfl, type Tensor } from '../tensors.ts';

interface Weight {
  constraint: unknown;
  write(value: Tensor): unknown;
}

let corrected = false;

/**
 * Keeps weights as they are written. TensorFlow.js 4.22 applies the constraint of a weight to every value that is written to it,
 * so that a copied or loaded model has other weights; in training, which does not write weights in this way, it applies none.
 * As in Keras, a constraint belongs to a training step.
 */
export function correctWrittenWeights(): void {
  const prototype = tfl.LayerVariable.prototype as unknown as Weight;
  if (corrected) return;
  corrected = true;
  const stock = prototype.write;
  prototype.write = function (this: Weight, value) {
    const { constraint } = this;
    this.constraint = null;
    try {
      return stock.call(this, value);
    } finally {
      this.constraint = constraint;
    }
  };
}
