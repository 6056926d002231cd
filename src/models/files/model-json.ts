import type { tf } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { isObject } from '../../options.ts';
import { cutMiddle } from '../../plain-text.ts';
import { broken } from './broken.ts';
import { readModelJson } from './find-model.ts';

/** The content of a model.json of TensorFlow.js. */
export type ModelJson = tf.io.ModelJSON;

/** Whether a model.json holds a graph of operators instead of layers. */
export const isGraphModel = ({ format, modelTopology }: ModelJson): boolean =>
  format === 'graph-model' || (format === undefined && 'node' in (modelTopology as object));

/**
 * Reads a model.json.
 *
 * @throws InvalidModelError if it cannot be read, is no JSON, or has a format that TensorFlow.js does not
 */
export async function readModel(path: string): Promise<ModelJson> {
  const content = await readModelJson(path);
  let json: Partial<ModelJson>;
  try {
    json = JSON.parse(content.toString('utf8')) as Partial<ModelJson>;
  } catch (cause) {
    throw broken(path, `${path} is not a complete JSON document (${content.length} bytes).`, cause);
  }
  if (!isObject(json?.modelTopology) || !Array.isArray(json.weightsManifest))
    throw broken(path, `${path} lacks modelTopology or weightsManifest.`);
  if (!['layers-model', 'graph-model'].includes(json.format ?? 'layers-model')) {
    throw new InvalidModelError(
      `${path} has the format "${cutMiddle(String(json.format), 100)}".\nExpected a layers-model or a graph-model.\n` +
        'Convert the model again with tensorflowjs_converter.',
    );
  }
  return json as ModelJson;
}
