import { correctAveragePoolGradient } from './average-pooling.ts';
import { correctNormalisation, correctNormalisationGradient } from './broadcast-statistics.ts';
import { correctNearestUpsampling } from './nearest-upsampling.ts';
import { correctNumericPadding } from './numeric-padding.ts';
import { correctProductGradient, correctRepeatedBatches } from './repeated-batches.ts';
import { correctVolumePadding } from './volume-padding.ts';
import { correctVolumePooling } from './volume-pooling.ts';

const backends = new Set<string>();

/**
 * Mends what TensorFlow.js computes wrongly. Comes after the kernels of this package are registered, and again for the
 * backends that were started before: loading tfjs-node puts back the gradients and the kernels of the JavaScript backend.
 */
export function correct(backend: string): void {
  backends.add(backend);
  correctProductGradient();
  correctNormalisationGradient();
  for (const started of backends) {
    if (started === 'cpu') {
      correctAveragePoolGradient();
      correctNearestUpsampling();
    }
    correctNumericPadding(started);
    correctRepeatedBatches(started);
    correctNormalisation(started);
    correctVolumePadding(started);
    correctVolumePooling(started);
  }
}
