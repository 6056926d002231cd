import { tf, tfl, type LayersModel } from '../../../engine/tensors.ts';
import { DnnError } from '../../../errors.ts';
import { isObject } from '../../../options.ts';
import type { Json } from '../../files/keras-config.ts';
import { topologyFromKeras } from '../../files/keras-topology.ts';
import { withItemShape } from '../../files/free-sizes.ts';
import { reportUnreadOptions } from '../../files/unread-options.ts';
import { withinBudget } from '../../files/weight-budget.ts';
import type { BoundedFile } from '../bounded-file.ts';
import type { ImportOptions } from '../contract.ts';
import { entryOf, pathsIn, type Entry } from './entries.ts';
import { readGroups, writeWeights, type WeightGroup } from './write-weights.ts';

/** A configuration has some megabytes; a larger one is something else. */
const largestConfig = 100 * 2 ** 20;

/**
 * Builds the network of a Keras file. The weights are read first, so that no layer takes more memory than the file holds.
 *
 * @param config - the JSON of the model
 * @param version - of Keras
 * @param options - with the sizes that the file leaves free
 * @param find - finds the weights of the model
 * @throws InvalidModelError if the JSON is damaged, a layer is unknown or refused, or the weights do not fit
 */
export async function buildKeras(
  file: BoundedFile,
  config: string,
  version: string | undefined,
  options: ImportOptions,
  find: (model: Entry) => WeightGroup[],
): Promise<LayersModel> {
  const topology = parse(file, config);
  const entry = entryOf(topology);
  const groups = readGroups(find(entry));
  const values = groups.reduce(
    (sum, { weights }) => weights.reduce((all, weight) => all + weight.values.length, sum),
    0,
  );
  const modelTopology = topologyFromKeras(file.path, {
    model_config: withItemShape(topology as object, options) as Json,
    ...(version !== undefined && { keras_version: version }),
  });
  let model: LayersModel | undefined;
  try {
    model = await withinBudget(values, () => tfl.loadLayersModel(tf.io.fromMemory({ modelTopology })));
    writeWeights(file.path, model, groups, pathsIn(entry));
    reportUnreadOptions(file.path, modelTopology, model);
    return model;
  } catch (cause) {
    model?.dispose();
    if (cause instanceof DnnError) throw cause;
    throw file.damaged(`TensorFlow.js cannot build the model: ${(cause as Error).message}`, cause);
  }
}

function parse(file: BoundedFile, config: string): Json {
  if (config.length > largestConfig) throw file.damaged(`its configuration has ${config.length} characters`);
  let json: unknown;
  try {
    json = JSON.parse(config);
  } catch (cause) {
    throw file.damaged('its configuration is no complete JSON document', cause);
  }
  if (isObject(json) && isObject(json.config) && Array.isArray(json.config.layers)) return json as Json;
  throw file.damaged('its configuration lists no layers, as that of a Sequential or Functional model does');
}
