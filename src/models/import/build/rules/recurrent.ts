import { gruAfterProduct } from '../../../../engine/corrections/gru-reset-after.ts';
import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import type { Builder } from '../builder.ts';
import { integers, isConstant, isWire, shapeOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { axesOf, type Wire } from '../wire.ts';

/** A recurrent operator and the stock layer that computes the same. */
interface Kind {
  readonly gates: number;
  /** Per gate of the layer, its number in the graph: i, f, c, o of i, o, f, c. */
  readonly order: readonly number[];
  /** The activations that the layer has, as the graph lists them. */
  readonly activations: readonly string[];
  readonly make: (options: Options) => unknown;
  /** Whether biases of inputs and of states are two rows. */
  readonly hasTwoBiases?: boolean;
}

interface Options {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly name: string;
}

const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros', biasInitializer: 'zeros' } as const;
const gates = { ...zeros, activation: 'tanh', recurrentActivation: 'sigmoid', unitForgetBias: false } as const;

const lstm: Kind = {
  gates: 4,
  order: [0, 2, 3, 1],
  activations: ['Sigmoid', 'Tanh', 'Tanh'],
  make: (options) => tfl.layers.lstm({ ...gates, ...options }),
};

const gru: Kind = {
  gates: 3,
  order: [0, 1, 2],
  activations: ['Sigmoid', 'Tanh'],
  make: (options) => tfl.layers.gru({ ...gates, ...options }),
};

/** The reset gate after the product, which only the configuration of a GRU can ask for. */
const gruResetAfter: Kind = {
  ...gru,
  hasTwoBiases: true,
  make: (options) => gruAfterProduct({ ...gates, ...options }),
};

const simple = (activation: 'tanh' | 'relu'): Kind => ({
  gates: 1,
  order: [0],
  activations: [activation === 'tanh' ? 'Tanh' : 'Relu'],
  make: (options) => tfl.layers.simpleRNN({ ...zeros, ...options, activation }),
});

/** The stock layer of a node; undefined if it has options that no stock layer has. */
function kindOf({ node, operation }: KnownNode): Kind | undefined {
  const kinds = {
    LSTM: [lstm],
    GRU: [operation.number('linear_before_reset', 0) === 0 ? gru : gruResetAfter],
    RNN: [simple('tanh'), simple('relu')],
  };
  const given = operation.text('activations', '').split(',').filter(Boolean);
  const directions = operation.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
  const hasOptions =
    ['clip', 'input_forget'].some((name) => operation.number(name, 0) !== 0) ||
    operation.numbers('activation_alpha')?.length;
  const candidates = kinds[node.operator as keyof typeof kinds];
  return hasOptions
    ? undefined
    : candidates.find(({ activations }, at) => {
        const wanted = Array.from({ length: directions }, () => activations).flat();
        return given.length === 0 ? at === 0 : given.join() === wanted.join();
      });
}

const isZero = (value: Wire | Constant | undefined): boolean =>
  value === undefined || (isConstant(value) && value.data.every((number: number) => number === 0));

/** The values of one direction [rows, columns] with its gates reordered, transposed to [columns, rows]. */
function transposedGates({ data, shape }: Constant, direction: number, { gates: count, order }: Kind): Float32Array {
  const [, rows, columns] = shape;
  const units = rows / count;
  const start = direction * rows * columns;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = order[Math.floor(row / units)] * units + (row % units);
    for (let column = 0; column < columns; column++)
      values[column * rows + row] = data[start + from * columns + column];
  }
  return values;
}

function biasesOf(
  bias: Constant | undefined,
  direction: number,
  units: number,
  { gates: count, order, hasTwoBiases = false }: Kind,
): Float32Array {
  const length = count * units;
  const data = bias?.data;
  const of = (part: number, at: number): number =>
    data?.[(2 * direction + part) * length + order[Math.floor(at / units)] * units + (at % units)] ?? 0;
  return hasTwoBiases
    ? Float32Array.from({ length: 2 * length }, (_, at) => of(Math.floor(at / length), at % length))
    : Float32Array.from({ length }, (_, at) => of(0, at) + of(1, at));
}

const recurrent: Rule = (known, builder) => {
  const { node, inputs, operation, isUsed } = known;
  const [wire, weights, states, bias, lengths, hidden, memory, peepholes] = inputs;
  const kind = kindOf(known);
  const isBatchFirst = operation.number('layout', 0) === 1;
  const isPlain =
    isConstant(weights) &&
    isConstant(states) &&
    !isWire(bias) &&
    [hidden, memory].every(isZero) &&
    !lengths &&
    !peepholes;
  if (!kind || !isPlain || !isWire(wire) || wire.axes[isBatchFirst ? 0 : 1].length > 0 || isUsed(2)) return undefined;
  const symbol = builder.arranged(wire, [wire.axes[isBatchFirst ? 1 : 0], wire.axes[2]]); // [batch, steps, inputs]
  const units = states.shape[2];
  const direction = operation.text('direction', 'forward');
  const name = node.name || node.operator;
  const run = (at: number, isBackward: boolean): SymbolicTensor => {
    const options = {
      units,
      returnSequences: isUsed(0),
      goBackwards: isBackward,
      name: builder.name(isBackward ? `${name}_backward` : name),
    };
    const values = [
      transposedGates(weights, at, kind),
      transposedGates(states, at, kind),
      biasesOf(bias, at, units, kind),
    ];
    return builder.apply(kind.make(options) as Layer, symbol, values);
  };
  const ways = direction === 'bidirectional' ? [false, true] : [direction === 'reverse'];
  const raw = ways.map((isBackward, at) => run(at, isBackward));
  const [own] = axesOf([units]);
  const [both] = axesOf([ways.length]);
  const join = (symbols: SymbolicTensor[]): SymbolicTensor =>
    symbols.length === 1
      ? symbols[0]
      : builder.apply(tfl.layers.concatenate({ axis: -1, name: builder.name(`${name}_both`) }) as Layer, symbols);
  const wireOf = (symbols: SymbolicTensor[], steps: readonly number[]): Wire => {
    const time = axesOf(steps);
    const axes = isBatchFirst ? [[], ...time, both, own] : [...time, both, [], own];
    return { symbol: join(symbols), pieces: [...time.flat(), ...both, ...own], axes, type: 'float32' };
  };
  if (!isUsed(0)) return [undefined, wireOf(raw, [])];
  const [steps] = shapeOf(wire).slice(isBatchFirst ? 1 : 0);
  const reversed = raw.map((each, at) => (ways[at] ? sliced(known, builder, each, [-1, -(2 ** 31), -1]) : each));
  const sequence = wireOf(reversed, [steps]);
  if (!isUsed(1)) return [sequence];
  return [
    sequence,
    wireOf(
      raw.map((each) => sliced(known, builder, each, [steps - 1, steps, 1])),
      [],
    ),
  ];
};

/** Takes steps of a sequence [batch, steps, units]. */
function sliced(
  { node }: KnownNode,
  builder: Builder,
  symbol: SymbolicTensor,
  [start, end, step]: readonly number[],
): SymbolicTensor {
  const lists = [start, end, 1, step].map((value) => integers([value]));
  return builder.operate(
    { ...node, name: `${node.name}_steps` },
    { operator: 'Slice', version: 13, operands: [symbol, ...lists] },
  ).symbol;
}

/** Recurrent layers. */
export const recurrentRules: Rules = { LSTM: recurrent, GRU: recurrent, RNN: recurrent };
