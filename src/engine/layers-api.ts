import { assertOwnSymbols } from './corrections/foreign-layers.ts';
import { tfl, type LayersModel } from './tensors.ts';

export * from '@tensorflow/tfjs-layers';

/**
 * Makes a model of the layers between its inputs and its outputs.
 *
 * @throws InvalidModelError if an input or an output belongs to a layer of another copy of TensorFlow.js
 */
export function model(description: Parameters<typeof tfl.model>[0]): LayersModel {
  assertOwnSymbols('model', [description.inputs, description.outputs].flat());
  return tfl.model(description);
}
