import { InvalidOptionError } from '../errors.ts';
import { currentEngine } from '../engine/index.ts';
import { tfl, type LayersModel, type SymbolicTensor } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import { createRandom } from '../random/index.ts';
import { classifier } from '../models/classifier.ts';
import type { Classifier } from '../models/contract.ts';
import { isShared, rangeToJson, type InputRange } from '../norms/range.ts';
import { resolveRange } from '../norms/resolve-range.ts';
import {
  callback,
  checkNames,
  checkOptions,
  checkedLater,
  demand,
  flag,
  integerFrom,
  isInside,
  record,
  required,
  seedLimit,
  text,
  type Limit,
  type LimitsOf,
} from '../options.ts';
import { show } from '../show.ts';
import type { Architecture, ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';
import { initialise } from './layers/initialise.ts';
import type { Layer } from '../models/network/layers.ts';
import type { Encoder } from '../text/contract.ts';
import { isEncoder } from '../text/index.ts';

interface Definition {
  /** Name of the export and of the classifiers that it builds. */
  readonly name: string;
  /** Hyper-parameters, as written to reports and cache keys. */
  readonly options?: JsonObject;
  /** Item shapes that the network accepts: a description for messages, and the test. */
  readonly accepts: { readonly shape: string; readonly test: (itemShape: readonly number[]) => boolean };
  /** Returns the layers from input to logits; the wrapper adds the input layer and sets the weights. */
  readonly layers?: (spec: LayersSpec) => Layer[];
  /** In place of `layers`, for a network with branches: returns the logits of a symbolic input. */
  readonly connect?: (input: SymbolicTensor, spec: LayersSpec) => SymbolicTensor;
  /** Whether items are texts as token ids, so that the network needs the encoder. @defaultValue false */
  readonly readsTexts?: boolean;
  /** Smallest and largest valid input value. @defaultValue [0, 1] */
  readonly inputRange?: InputRange;
}

type Spec = Parameters<Architecture>[0];

/** What the layers of a network follow from. The encoder of texts is there if the network `readsTexts`. */
export interface LayersSpec {
  readonly itemShape: readonly number[];
  readonly classes: number;
  readonly encoder: Encoder;
}

const limits: LimitsOf<Definition> = {
  name: required(text),
  options: record,
  accepts: required(record),
  layers: callback,
  connect: callback,
  readsTexts: flag,
  inputRange: checkedLater,
};

/** An architecture, in place of a specification. */
const member: Limit = { expected: 'an architecture', holds: (value) => 'with' in Object(value) };

/** More classes than any data set has; each has a row of weights. */
const classesLimit = integerFrom(2, 1_000_000);

const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) &&
  Array.from(value as unknown[]).every((size) => Number.isSafeInteger(size) && (size as number) > 0) &&
  value.reduce((a, b) => a * b, 1) < 2 ** 31;

/**
 * Creates an architecture. The wrapper checks the spec, seeds the weights and wraps the network as a classifier. It adds the option
 * `inputRange`.
 *
 * @throws InvalidOptionError if a part of the definition is missing or has another type; from the architecture, InvalidOptionError on an invalid spec; EngineError if no engine is running
 */
export function defineArchitecture(given: Definition): ConfigurableArchitecture {
  const definition = checkOptions('defineArchitecture', given, limits);
  const { name, accepts, readsTexts = false, inputRange } = definition;
  if (!definition.layers === !definition.connect) throw undefinedNetwork(definition);
  // without the option, the options of reports and cache keys do not name it
  const options = { ...definition.options, ...(inputRange && { inputRange: rangeToJson(checked(name, inputRange)) }) };
  const build = (spec: Spec): Classifier => {
    if (spec === undefined || isInside(spec, member)) throw called(name, spec);
    const { itemShape, classes, seed, encoder } = checkNames(name, spec, ['itemShape', 'classes', 'seed', 'encoder']);
    demand(name, 'classes', classes, classesLimit, 'Pass dataset.classNames.length.');
    const shape: Limit = { expected: accepts.shape, holds: (sizes) => isShape(sizes) && accepts.test(sizes) };
    demand(name, 'itemShape', itemShape, shape, 'Pass dataset.train.itemShape, or choose another architecture.');
    demand(name, 'seed', seed, seedLimit);
    if (readsTexts) checkEncoder(name, encoder, itemShape);
    const range = inputRange && resolveRange(name, inputRange, itemShape);
    currentEngine(); // throws first: the error of TensorFlow.js would only mention its registry
    const model = networkFor(definition, { itemShape, classes, encoder: encoder as Encoder });
    initialise(model, createRandom(seed).fork(name, 'weights'));
    return classifier(model, { name, inputRange: range, ...(encoder && { encoder }) });
  };
  const variant = (changes: ArchitectureOptions): ConfigurableArchitecture =>
    defineArchitecture({ ...definition, ...checkNames(name, changes, ['inputRange']) });
  return Object.defineProperty(
    Object.assign(build, { options, ...(readsTexts && { readsTexts }), with: variant }),
    'name',
    { value: name },
  );
}

/** Builds the network with its initial weights still to be set. */
function networkFor({ name, layers, connect }: Definition, spec: LayersSpec): LayersModel {
  const inputShape = [...spec.itemShape];
  if (layers) {
    const input = tfl.layers.inputLayer({ inputShape, name: `${name}_input` });
    return tfl.sequential({ name, layers: [input, ...named(layers(spec))] });
  }
  const input = tfl.input({ shape: inputShape, name: `${name}_input` });
  const outputs = (connect as NonNullable<typeof connect>)(input, spec);
  const model = tfl.model({ name, inputs: input, outputs });
  const counted = model.layers.find((layer) => /_[A-Z]\w*\d+$/.test(layer.name));
  if (counted) throw unnamed(name, counted.name);
  return model;
}

/** TensorFlow.js numbers layers without a name over the whole process, and the key of a cached model contains their names. */
const unnamed = (name: string, layer: string): InvalidOptionError =>
  new InvalidOptionError(
    `${name}: connect makes the layer "${layer}", which has no name of its own.\nExpected a name, so that the network is the same in every process.\n` +
      "Write e.g. tfl.layers.dense({ name: 'logits', … }).",
  );

const undefinedNetwork = ({ name, layers }: Definition): InvalidOptionError =>
  new InvalidOptionError(
    `defineArchitecture: ${name} has ${layers ? 'both layers and connect' : 'no layers'}.\nExpected either of them.\n` +
      'Write layers: ({ classes }) => […], or connect: (input, { classes }) => … for a network with branches.',
  );

function called(name: string, spec: unknown): InvalidOptionError {
  return new InvalidOptionError(
    `${name}: the specification is ${show(spec)}.\nExpected { itemShape, classes, seed }.\n` +
      `To pass the architecture itself, leave out the call: { architecture: ${name} }. To change its options, write ${name}.with(…).`,
  );
}

/** @throws InvalidOptionError if there is no encoder, or it makes other items */
function checkEncoder(name: string, encoder: unknown, [length]: readonly number[]): void {
  const wrong = isEncoder(encoder) ? (encoder as Encoder).length !== length : encoder;
  if (wrong === false) return;
  throw new InvalidOptionError(
    `${name}: ${wrong === true ? `the encoder makes items of ${(encoder as Encoder).length} tokens, not of ${length}` : `the encoder is ${show(encoder)}`}.\n` +
      'Expected the encoder of the texts, which knows how many words there are.\nPass dataset.encoder, or train on a data set of texts, such as headlines().',
  );
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
