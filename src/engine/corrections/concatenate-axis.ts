import { patchLayer, withProperties, type LayerMethods } from './patch-layer.ts';

interface Concatenate extends LayerMethods {
  readonly axis: number;
}

let corrected = false;

/** Lets concatenate layers count axes from the end. TensorFlow.js 4.22 takes every negative axis for the last one. */
export function correctConcatenateAxis(): void {
  if (corrected) return;
  corrected = true;
  patchLayer<Concatenate, 'call'>('Concatenate', 'call', (stock) => {
    return function (inputs, kwargs) {
      const [{ rank }] = [inputs].flat();
      const axis = this.axis < 0 ? this.axis + rank : this.axis;
      return stock.call(withProperties(this, { axis }), inputs, kwargs);
    };
  });
}
