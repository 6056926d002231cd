import { tf, type Tensor } from '../tensors.ts';
import { addOption, patchLayer, type LayerMethods } from './patch-layer.ts';

interface Pooling extends LayerMethods {
  readonly dataFormat?: string;
}

let corrected = false;

/**
 * Lets 1D poolings read sequences whose channels come before the steps, [batch, channels, steps]. TensorFlow.js 4.22 ignores that
 * option.
 */
export function correctSequencePooling(): void {
  if (corrected) return;
  corrected = true;
  for (const className of ['MaxPooling1D', 'AveragePooling1D']) correctOrder(className, true);
  for (const className of ['GlobalMaxPooling1D', 'GlobalAveragePooling1D']) correctOrder(className, false);
}

/** @param hasSteps - whether the output is a sequence, whose axes are moved back */
function correctOrder(className: string, hasSteps: boolean): void {
  addOption(className, 'dataFormat');
  patchLayer<Pooling, 'call'>(className, 'call', (stock) => {
    return function (inputs, kwargs) {
      if (this.dataFormat !== 'channelsFirst') return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const y = stock.call(this, tf.transpose([inputs].flat()[0], [0, 2, 1]), kwargs) as Tensor;
        return hasSteps ? tf.transpose(y, [0, 2, 1]) : y;
      });
    };
  });
  patchLayer<Pooling, 'computeOutputShape'>(className, 'computeOutputShape', (stock) => {
    return function (inputShape) {
      if (this.dataFormat !== 'channelsFirst') return stock.call(this, inputShape);
      const [batch, channels, steps] = inputShape;
      const [, pooled] = stock.call(this, [batch, steps, channels]);
      return hasSteps ? [batch, channels, pooled] : [batch, channels];
    };
  });
}
