import { tf, tfl, type Tensor } from '../tensors.ts';
import { patchLayer, type LayerMethods } from './patch-layer.ts';

/** A cell, with the dropout masks of its last sequence. */
interface Cell {
  readonly cells?: readonly Cell[];
  dropoutMask?: Tensor | Tensor[] | null;
  recurrentDropoutMask?: Tensor | Tensor[] | null;
}

let corrected = false;

/**
 * Passes a mask only to the layers that it belongs to. TensorFlow.js 4.22 leaves the last mask in the arguments of a pass, so that
 * recurrent layers behind a layer without a mask receive one of another sequence. A layer of cells that drop values keeps their
 * dropout masks, so that it fails for a batch of another size.
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
  patchLayer<LayerMethods & { readonly cell: Cell }, 'call'>('RNN', 'call', (stockCall) => {
    return function (inputs, kwargs) {
      for (const cell of this.cell.cells ?? [this.cell]) {
        tf.dispose([cell.dropoutMask ?? [], cell.recurrentDropoutMask ?? []]);
        cell.dropoutMask = cell.recurrentDropoutMask = null;
      }
      return stockCall.call(this, inputs, kwargs);
    };
  });
}
