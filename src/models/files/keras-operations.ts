import type { Config, Json } from './keras-config.ts';

/** What Keras applied an operator to: tensors, numbers and options, by position and by name. */
interface Call {
  readonly positional: readonly Json[];
  readonly named: Config;
}

/** A layer of TensorFlow.js: its class, its options, and the tensors that it reads, in the form of Keras 3. */
interface Replacement {
  readonly kind: string;
  readonly options?: Config;
  readonly tensors: readonly Json[];
}

/** Names in Keras 3 (classes of operators) and in Keras 2 (functions of TensorFlow), without case, underscores and modules. */
const binaries: Readonly<Record<string, string>> = {
  add: 'add',
  subtract: 'subtract',
  multiply: 'multiply',
  divide: 'divide',
  truedivide: 'divide',
  truediv: 'divide',
  maximum: 'maximum',
  minimum: 'minimum',
  power: 'power',
  pow: 'power',
};
const unaries: Readonly<Record<string, string>> = {
  negative: 'negative',
  absolute: 'absolute',
  abs: 'absolute',
  square: 'square',
  sqrt: 'sqrt',
  exp: 'exp',
  log: 'log',
};
const reductions: Readonly<Record<string, string>> = {
  mean: 'mean',
  reducemean: 'mean',
  sum: 'sum',
  reducesum: 'sum',
  max: 'max',
  amax: 'max',
  reducemax: 'max',
  min: 'min',
  amin: 'min',
  reducemin: 'min',
};
const activations: Readonly<Record<string, string>> = {
  relu: 'relu',
  relu6: 'relu6',
  silu: 'silu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softplus: 'softplus',
  softsign: 'softsign',
  selu: 'selu',
  hardsilu: 'hard_silu',
  hardsigmoid: 'hard_sigmoid',
  logsigmoid: 'log_sigmoid',
};

/**
 * Returns an operator on tensors, as in `x * 2 + y`, as the entry of a layer; undefined if the entry is a layer already. Keras 3 lists
 * operators among the layers, Keras 2 as `TFOpLambda` with the name of a function of TensorFlow.
 *
 * @returns the entry; `null` if the operator is unknown
 */
export function operationLayer(entry: Config): Config | null | undefined {
  const { class_name: kind, config, name } = entry;
  const settings = (config ?? {}) as Config;
  const isLambda = kind === 'TFOpLambda';
  if (!isLambda && !isOperation(entry)) return undefined;
  const nodes = entry.inbound_nodes as Json[];
  const [function_] = String(isLambda ? settings.function : kind)
    .split('.')
    .slice(-1);
  const replacements = nodes.map((node) =>
    replacementOf(function_.replaceAll('_', '').toLowerCase(), settings, isLambda ? lambdaCall(node) : callOf(node)),
  );
  const [first] = replacements;
  const isOne = replacements.every((each) => each && JSON.stringify(each.options) === JSON.stringify(first?.options));
  if (!first || !isOne) return null;
  return {
    class_name: first.kind,
    name: name ?? settings.name,
    config: { name: settings.name, trainable: false, dtype: 'float32', ...first.options },
    inbound_nodes: replacements.map((each) => ({ args: [...(each as Replacement).tensors], kwargs: {} })),
  };
}

/** Whether an entry is an operator of Keras 3: it has neither a data type nor layers of its own. */
export const isOperation = ({ class_name: kind, config }: Config): boolean =>
  kind !== 'InputLayer' && ['dtype', 'trainable', 'layers'].every((key) => !(key in ((config ?? {}) as Config)));

function callOf(node: Json): Call {
  const { args = [], kwargs = {} } = (node ?? {}) as Config;
  return { positional: (args ?? []) as Json[], named: (kwargs ?? {}) as Config };
}

/** A node of Keras 2: [layer, node, tensor, named], or ['_CONSTANT_VALUE', -1, number, named]. */
function lambdaCall(node: Json): Call {
  const [layer, place, tensor, named] = (Array.isArray(node) && Array.isArray(node[0]) ? node[0] : node) as Json[];
  const isTensor = (value: Json): boolean => Array.isArray(value) && value.length === 3 && typeof value[0] === 'string';
  const reference = (value: Json): Json =>
    isTensor(value) ? { class_name: '__keras_tensor__', config: { keras_history: value } } : value;
  const first = layer === '_CONSTANT_VALUE' ? tensor : reference([layer, place, tensor]);
  const entries = Object.entries((named ?? {}) as Config).map(([key, value]): [string, Json] => [
    key,
    reference(value),
  ]);
  return { positional: [first], named: Object.fromEntries(entries) };
}

const isTensor = (value: Json): boolean => ((value ?? {}) as Config).class_name === '__keras_tensor__';

function replacementOf(operator: string, settings: Config, call: Call): Replacement | undefined {
  const { positional, named } = call;
  const values = [
    ...positional,
    ...['x1', 'x2', 'x', 'y'].map((key) => named[key]).filter((value) => value !== undefined),
  ];
  const [x, y] = values;
  const tensors = values.filter(isTensor);
  const option = (key: string): Json => named[key] ?? settings[key] ?? null;
  if (operator in binaries && values.length >= 2) {
    const number = [x, y].find((value) => typeof value === 'number');
    if (tensors.length === 0 || (tensors.length === 1 && number === undefined)) return undefined;
    const options = {
      operation: binaries[operator],
      constant: number ?? null,
      reversed: tensors.length === 1 && !isTensor(x),
    };
    return { kind: 'TensorOperation', options, tensors };
  }
  if (!isTensor(x)) return operator === 'concatenate' ? concatenation(x, option('axis')) : undefined;
  if (operator in unaries) return { kind: 'TensorOperation', options: { operation: unaries[operator] }, tensors: [x] };
  if (operator in reductions) {
    const options = { operation: reductions[operator], axis: option('axis'), keepdims: option('keepdims') };
    return { kind: 'TensorOperation', options, tensors: [x] };
  }
  const activation =
    activations[operator] ??
    (operator === 'gelu' ? (option('approximate') === false ? 'gelu' : 'gelu_new') : undefined);
  if (activation) return { kind: 'Activation', options: { activation }, tensors: [x] };
  if (operator === 'softmax') return { kind: 'Softmax', options: { axis: option('axis') ?? -1 }, tensors: [x] };
  return arranged(operator, x, option);
}

function concatenation(x: Json, axis: Json): Replacement | undefined {
  if (!Array.isArray(x) || !x.every(isTensor)) return undefined;
  return { kind: 'Concatenate', options: { axis }, tensors: [x] };
}

/** Operators that only move values, as layers that name sizes or axes without the batch. */
function arranged(operator: string, x: Json, option: (key: string) => Json): Replacement | undefined {
  const { shape } = ((x as Config).config ?? {}) as { shape?: (number | null)[] };
  if (!shape) return undefined;
  const rank = shape.length;
  const place = (axis: number, count: number): number => (axis < 0 ? axis + count : axis);
  const reshaped = (sizes: Json[]): Replacement => ({
    kind: 'Reshape',
    options: { target_shape: sizes },
    tensors: [x],
  });
  const axis = option('axis');
  if (operator === 'reshape') {
    const sizes = option('newshape') as number[];
    const known = shape.slice(1).every((size) => size !== null);
    const product = (values: readonly (number | null)[]): number =>
      values.reduce<number>((all, size) => all * (size ?? 0), 1);
    const keepsBatch = sizes[0] === -1 && known && product(sizes.slice(1)) === product(shape.slice(1));
    return keepsBatch ? reshaped(sizes.slice(1)) : undefined;
  }
  if (operator === 'expanddims' && typeof axis === 'number' && place(axis, rank + 1) > 0)
    return reshaped(shape.toSpliced(place(axis, rank + 1), 0, 1).slice(1));
  if (operator === 'squeeze' && typeof axis === 'number' && place(axis, rank) > 0)
    return reshaped(shape.toSpliced(place(axis, rank), 1).slice(1));
  if (operator === 'transpose') {
    const axes = option('axes') as number[] | null;
    if (axes?.[0] === 0) return { kind: 'Permute', options: { dims: axes.slice(1) }, tensors: [x] };
  }
  return undefined;
}
