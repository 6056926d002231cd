import { tfl } from '../tensors.ts';

let corrected = false;

/**
 * Passes a mask only to the layers that it belongs to. TensorFlow.js 4.22 leaves the last mask in the arguments of a pass, so that
 * recurrent layers behind a layer without a mask receive one of another sequence.
 */
export function correctStaleMasks(): void {
  if (corrected) return;
  corrected = true;
  const prototype = tfl.layers.Layer.prototype;
  const stock = prototype.apply;
  prototype.apply = function (inputs, kwargs) {
    try {
      return stock.call(this, inputs, kwargs);
    } finally {
      const isSymbolic = [inputs].flat()[0] instanceof tfl.SymbolicTensor;
      if (kwargs?.mask && !isSymbolic) delete kwargs.mask;
    }
  };
}
