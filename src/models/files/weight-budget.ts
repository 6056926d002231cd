import { AsyncLocalStorage } from 'node:async_hooks';
import { tf, tfl } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Layer } from '../network/layers.ts';

/** The model that is being built: values that its layers may still hold, and the weights that were made for it. */
interface Construction {
  left: number;
  readonly made: { dispose(): void }[];
}

const construction = new AsyncLocalStorage<Construction>();
let watches = false;

/**
 * Builds a model whose layers may hold a number of values. Layers take memory by the sizes in the topology before its weights are
 * compared with the files, so a wrong size could take all of it. If building fails, the weights made so far are freed.
 *
 * @throws InvalidModelError if the layers need more
 */
export async function withinBudget<T>(values: number, build: () => Promise<T>): Promise<T> {
  watch();
  const begun: Construction = { left: values, made: [] };
  try {
    return await construction.run(begun, build);
  } catch (error) {
    for (const weight of begun.made) weight.dispose();
    throw error;
  }
}

interface LayerMethods {
  addWeight: (...parameters: never[]) => { dispose(): void };
}

interface ModelMethods {
  loadWeights: (weights: Record<string, tf.Tensor>, strict?: boolean) => void;
}

function watch(): void {
  if (watches) return;
  watches = true;
  const layer = tfl.layers.Layer.prototype as unknown as LayerMethods;
  const { addWeight } = layer;
  layer.addWeight = function (this: Layer, ...parameters: never[]) {
    const begun = construction.getStore();
    const [name, shape] = parameters as unknown as [string, readonly number[]];
    if (begun && !((begun.left -= shape.reduce((product, size) => product * size, 1)) >= 0)) {
      throw new InvalidModelError(
        `The weight "${name}" of the layer "${this.name}" has the shape [${shape.join(', ')}].\n` +
          'Expected at most as many values as the weight files of the model hold.\nRestore model.json, or save or convert the model again.',
      );
    }
    let weight: { dispose(): void } | undefined;
    tf.tidy(() => void (weight = addWeight.apply(this, parameters))); // an LSTM leaves parts of its first bias
    const made = weight as unknown as { dispose(): void };
    begun?.made.push(made);
    return made;
  };
  const model = tfl.LayersModel.prototype as unknown as ModelMethods;
  const { loadWeights } = model;
  model.loadWeights = function (this: ModelMethods, weights, strict) {
    try {
      loadWeights.call(this, weights, strict);
    } catch (error) {
      if (construction.getStore()) tf.dispose(weights); // TensorFlow.js frees them only on success
      throw error;
    }
  };
}
