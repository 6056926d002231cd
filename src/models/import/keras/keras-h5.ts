import { InvalidModelError } from '../../../errors.ts';
import { readBounded } from '../bounded-file.ts';
import type { Importer } from '../contract.ts';
import { openHdf5 } from '../hdf5/open.ts';
import { buildKeras } from './build.ts';
import { h5Weights } from './h5-weights.ts';

/** Reads an .h5 file that `model.save` of Keras 2 or 3 wrote. */
export const kerasH5: Importer = {
  async read(path, options) {
    const file = await readBounded(path);
    const root = openHdf5(file);
    const [config] = root.attributes.get('model_config') ?? [];
    const group = root.at('model_weights');
    if (config === undefined || !group)
      throw withoutModel(path, root.attributes.has('layer_names') || root.members.includes('layers'));
    const [version] = root.attributes.get('keras_version') ?? [];
    return { model: await buildKeras(file, config, version, options, (entry) => h5Weights(file, group, entry)) };
  },
};

const withoutModel = (path: string, hasWeights: boolean): InvalidModelError =>
  new InvalidModelError(
    `${path} holds ${hasWeights ? 'the weights of a Keras model without its layers, as save_weights writes it' : 'no Keras model'}.\n` +
      'Expected a file with layers and weights, as model.save writes it.\n' +
      "Build the model in Keras, load the weights with model.load_weights, and save it with model.save('model.keras').",
  );
