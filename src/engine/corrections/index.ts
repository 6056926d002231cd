import { correctActivationNames } from './activation-names.ts';
import { correctAveragePoolGradient } from './average-pooling.ts';
import { correctBackwardLayers } from './backward-layers.ts';
import { correctBilinearUpsampling } from './bilinear-upsampling.ts';
import { correctBroadcastGradients } from './broadcast-operands.ts';
import { correctNormalisation, correctNormalisationGradient } from './broadcast-statistics.ts';
import { correctConcatenateAxis } from './concatenate-axis.ts';
import { correctConvolutionLayers } from './convolution-layers.ts';
import { correctDepthwiseLayers } from './depthwise-layers.ts';
import { correctDilatedGradients } from './dilated-convolutions.ts';
import { correctDilatedLayers } from './dilated-layers.ts';
import { correctInitializers } from './initializers.ts';
import { addMissingGradients } from './missing-gradients.ts';
import { correctCenterCrop } from './center-crop.ts';
import { correctFlatten } from './flat-flatten.ts';
import { refuseForeignLayers } from './foreign-layers.ts';
import { openResetAfter } from './gru-reset-after.ts';
import { correctNearestUpsampling } from './nearest-upsampling.ts';
import { correctNormalisationLayers } from './normalisation-layers.ts';
import { correctNumericPadding } from './numeric-padding.ts';
import { correctParametricRelu } from './parametric-relu.ts';
import { correctProductGradient, correctRepeatedBatches } from './repeated-batches.ts';
import { correctRepeatedInputs } from './repeated-inputs.ts';
import { correctResizedImages } from './resized-images.ts';
import { freeSavedByShape } from './saved-shapes.ts';
import { correctSequencePooling } from './sequence-pooling.ts';
import { correctSoftmaxAxis } from './softmax-axis.ts';
import { correctStaleMasks } from './stale-masks.ts';
import { correctTiedExtremes } from './tied-extremes.ts';
import { correctVolumePadding } from './volume-padding.ts';
import { correctVolumePooling } from './volume-pooling.ts';
import { correctWrittenWeights } from './written-weights.ts';
import { registerOwnLayers } from '../own-layers/index.ts';

const backends = new Set<string>();

/**
 * Corrects wrong results of TensorFlow.js on a backend. Call it after the kernels of this package are registered. It also repeats
 * the corrections of backends started earlier, because loading tfjs-node restores the gradients and the JavaScript kernels.
 */
export function correct(backend: string): void {
  backends.add(backend);
  correctProductGradient();
  correctBroadcastGradients();
  correctNormalisationGradient();
  registerOwnLayers();
  correctNormalisationLayers();
  correctActivationNames();
  correctCenterCrop();
  correctFlatten();
  openResetAfter();
  correctDilatedGradients();
  addMissingGradients();
  correctConvolutionLayers();
  correctDilatedLayers();
  correctDepthwiseLayers();
  correctBackwardLayers();
  correctConcatenateAxis();
  correctRepeatedInputs();
  correctResizedImages();
  freeSavedByShape();
  correctSequencePooling();
  correctInitializers();
  correctSoftmaxAxis();
  correctStaleMasks();
  correctTiedExtremes();
  correctWrittenWeights();
  refuseForeignLayers();
  for (const started of backends) {
    if (started === 'cpu') {
      correctAveragePoolGradient();
      correctBilinearUpsampling();
      correctNearestUpsampling();
    }
    if (started === 'wasm') correctParametricRelu();
    correctNumericPadding(started);
    correctRepeatedBatches(started);
    correctNormalisation(started);
    correctVolumePadding(started);
    correctVolumePooling(started);
  }
}
