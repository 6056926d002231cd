import { batchNormalization } from './batch-normalization.ts';
import { complete } from './complete.ts';
import { convolution } from './convolution.ts';
import { lstm } from './lstm.ts';

/** Lets layers of TensorFlow.js use the kernels that an engine has for them where those of their parts are slow. */
export function completeLayers(backend: string): void {
  complete(backend, batchNormalization);
  complete(backend, convolution);
  complete(backend, lstm);
}
