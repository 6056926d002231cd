import { InvalidOptionError } from '../errors.ts';
import { currentEngine } from '../engine/index.ts';
import { tfl } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import { createRandom } from '../random/index.ts';
import { classifier } from '../models/classifier.ts';
import type { Classifier } from '../models/contract.ts';
import { isShared, rangeToJson, type InputRange } from '../norms/range.ts';
import { resolveRange } from '../norms/resolve-range.ts';
import { checkNames } from '../options.ts';
import type { Architecture, ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';
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
  /** Smallest and largest valid input value. @defaultValue [0, 1] */
  readonly inputRange?: InputRange;
}

/**
 * Creates an architecture. The wrapper checks the spec, seeds the weights and wraps the network as a classifier. It adds the option
 * `inputRange`.
 *
 * @throws from the architecture: InvalidOptionError on an invalid spec; EngineError if no engine is running
 */
export function defineArchitecture(definition: Definition): ConfigurableArchitecture {
  const { name, accepts, layers, inputRange } = definition;
  // without the option, the options of reports and cache keys do not name it
  const options = { ...definition.options, ...(inputRange && { inputRange: rangeToJson(checked(name, inputRange)) }) };
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
    const range = inputRange && resolveRange(name, inputRange, itemShape);
    currentEngine(); // throws first: the error of TensorFlow.js would only mention its registry
    const input = tfl.layers.inputLayer({ inputShape: [...itemShape], name: `${name}_input` });
    const model = tfl.sequential({ name, layers: [input, ...named(layers({ itemShape, classes }))] });
    initialise(model, createRandom(seed).fork(name, 'weights'));
    return classifier(model, { name, inputRange: range });
  };
  const variant = (changes: ArchitectureOptions): ConfigurableArchitecture => {
    checkNames(name, changes, ['inputRange']);
    return defineArchitecture({ ...definition, ...changes });
  };
  return Object.defineProperty(Object.assign(build, { options, with: variant }), 'name', { value: name });
}

/** Checks a range of two numbers; lists can only be checked for a shape. */
function checked(name: string, range: InputRange): InputRange {
  if (!Array.isArray(range) || range.length !== 2 || isShared(range)) resolveRange(name, range, [1]);
  return range;
}

/** Names each layer by its position; TensorFlow.js would continue counting across all models of the process. */
function named(layers: Layer[]): Layer[] {
  return layers.map((layer, i) => Object.assign(layer, { name: `${layer.getClassName().toLowerCase()}_${i + 1}` }));
}
