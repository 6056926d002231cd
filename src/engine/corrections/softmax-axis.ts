import { tf } from '../tensors.ts';
import { patchLayer, withProperties, type LayerMethods } from './patch-layer.ts';

interface Softmax extends LayerMethods {
  readonly axis: number | number[];
}

let corrected = false;

/** Lets softmax layers normalise over any axis, which TensorFlow.js 4.22 does not implement except for the last one. */
export function correctSoftmaxAxis(): void {
  if (corrected) return;
  corrected = true;
  patchLayer<Softmax, 'call'>('Softmax', 'call', (stock) => {
    return function (inputs, kwargs) {
      const [x] = [inputs].flat();
      const axes = [this.axis].flat();
      const axis = axes[0] < 0 ? axes[0] + x.rank : axes[0];
      const masked = Boolean((kwargs as { mask?: unknown } | undefined)?.mask);
      if (axes.length > 1 || axis === x.rank - 1 || masked) return stock.call(this, inputs, kwargs);
      const order = [...x.shape.keys()].map((i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i));
      return tf.tidy(() => {
        const last = withProperties(this, { axis: -1 });
        const [y] = [stock.call(last, tf.transpose(x, order), kwargs)].flat();
        return tf.transpose(y, order);
      });
    };
  });
}
