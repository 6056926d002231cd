import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { GraphFile } from '../contract.ts';

const asPredictor =
  'Run it by loadGraphModel of @tensorflow/tfjs-converter inside { predict(inputs, count) }, for assertions that only need predictions, ' +
  'such as toReachAccuracy and the attack square.';

/** A graph model, for errors about its operators. */
export const graphModelAt = (path: string): GraphFile => ({
  path,
  onUnknown: `If it is a Keras model, save it as .keras and pass that file. ${asPredictor}`,
  onFailure: `Convert the model again for inference. ${asPredictor}`,
});

/** @returns the error for a graph model that cannot be read */
export function invalidGraphModel(
  path: string,
  what: string,
  expected = 'an unchanged graph model of TensorFlow.js',
  advice = 'Restore the files, or convert the model again with tensorflowjs_converter --output_format tfjs_graph_model.',
): InvalidModelError {
  return new InvalidModelError(`${path}: ${cutMiddle(what, 800)}.\nExpected ${expected}.\n${advice}`);
}
