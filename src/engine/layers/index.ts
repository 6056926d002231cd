import { batchNormalization } from './batch-normalization.ts';
import { complete } from './complete.ts';
import { convolution } from './convolution.ts';
import { lstm } from './lstm.ts';

/** Lets layers of TensorFlow.js use the kernels of this engine where those of their parts are slow. */
export function completeLayers(): void {
  complete(batchNormalization);
  complete(convolution);
  complete(lstm);
}
