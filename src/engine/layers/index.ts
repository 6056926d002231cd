import { cappedRelu, completeActivations } from './activations.ts';
import { batchNormalization } from './batch-normalization.ts';
import { bidirectional } from './bidirectional.ts';
import { complete } from './complete.ts';
import { convolution } from './convolution.ts';
import { gru } from './gru.ts';
import { layerNormalization } from './layer-normalization.ts';
import { lstm } from './lstm.ts';
import { simpleRnn } from './simple-rnn.ts';

/** Makes TensorFlow.js layers use the backend's dedicated kernels, where running their parts one by one is slow. */
export function completeLayers(backend: string): void {
  completeActivations();
  complete(backend, cappedRelu);
  complete(backend, batchNormalization);
  complete(backend, convolution);
  complete(backend, layerNormalization);
  complete(backend, lstm);
  complete(backend, gru);
  complete(backend, simpleRnn);
  complete(backend, bidirectional);
}
