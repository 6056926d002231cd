import { InvalidOptionError } from '../errors.ts';
import { currentEngine } from '../engine/index.ts';
import { tfl } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import { createRandom } from '../random/index.ts';
import { classifier } from '../models/classifier.ts';
import type { Classifier } from '../models/contract.ts';
import type { Architecture } from './contract.ts';
import { initialise } from './layers/initialise.ts';
import type { Layer } from '../models/network/layers.ts';

interface Definition {
  /** Name of the export and of the classifiers that it builds. */
  readonly name: string;
  /** Hyper-parameters, as written to reports and cache keys. */
  readonly options?: JsonObject;
  /** Item shapes that the network accepts: a description for messages, and the test. */
  readonly accepts: { readonly shape: string; readonly test: (itemShape: readonly number[]) => boolean };
  /** Returns the layers from input to logits; the wrapper adds the input layer and sets the weights. */
  readonly layers: (spec: { itemShape: readonly number[]; classes: number }) => Layer[];
}

/**
 * Creates an architecture. The wrapper checks the spec, seeds the weights and wraps the network as a classifier.
 *
 * @throws from the architecture: InvalidOptionError on an invalid spec; EngineError if no engine is running
 */
export function defineArchitecture({
  name,
  options = {},
  accepts,
  layers,
}: Definition): Architecture & { readonly options: JsonObject } {
  const build = ({ itemShape, classes, seed }: Parameters<Architecture>[0]): Classifier => {
    if (!Number.isInteger(classes) || classes < 2) {
      throw new InvalidOptionError(
        `${name}: classes is ${classes}.\nExpected an integer of at least 2.\nPass dataset.classNames.length.`,
      );
    }
    if (!itemShape.every((size) => Number.isInteger(size) && size > 0) || !accepts.test(itemShape)) {
      throw new InvalidOptionError(
        `${name}: itemShape is [${itemShape.join(', ')}].\nExpected ${accepts.shape}.\nPass dataset.train.itemShape, or choose another architecture.`,
      );
    }
    if (!Number.isInteger(seed))
      throw new InvalidOptionError(`${name}: seed is ${seed}.\nExpected an integer.\nPass e.g. seed: 1.`);
    currentEngine(); // throws first: the error of TensorFlow.js would only mention its registry
    const input = tfl.layers.inputLayer({ inputShape: [...itemShape], name: `${name}_input` });
    const model = tfl.sequential({ name, layers: [input, ...named(layers({ itemShape, classes }))] });
    initialise(model, createRandom(seed).fork(name, 'weights'));
    return classifier(model, { name });
  };
  return Object.defineProperty(Object.assign(build, { options }), 'name', { value: name });
}

/** Names each layer by its position; TensorFlow.js would continue counting across all models of the process. */
function named(layers: Layer[]): Layer[] {
  return layers.map((layer, i) => Object.assign(layer, { name: `${layer.getClassName().toLowerCase()}_${i + 1}` }));
}
