import { correctAveragePoolGradient } from './average-pooling.ts';
import { correctNormalisation, correctNormalisationGradient } from './broadcast-statistics.ts';
import { correctNearestUpsampling } from './nearest-upsampling.ts';
import { correctNormalisationLayers } from './normalisation-layers.ts';
import { correctNumericPadding } from './numeric-padding.ts';
import { correctProductGradient, correctRepeatedBatches } from './repeated-batches.ts';
import { correctVolumePadding } from './volume-padding.ts';
import { correctVolumePooling } from './volume-pooling.ts';

const backends = new Set<string>();

/**
 * Corrects wrong results of TensorFlow.js on a backend. Call it after the kernels of this package are registered. It also repeats
 * the corrections of backends started earlier, because loading tfjs-node restores the gradients and the JavaScript kernels.
 */
export function correct(backend: string): void {
  backends.add(backend);
  correctProductGradient();
  correctNormalisationGradient();
  correctNormalisationLayers();
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
