import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation, Operator, Operators, Values } from './contract.ts';
import { activations } from './activations.ts';
import { input, numbersIn, OperatorError, valueOf } from './values.ts';

/** The states of a recurrent node, [batch, units] each: hidden, and the memory of an LSTM. */
type States = readonly Tensor[];

/** What one direction of a node computes with; gates as columns. */
interface Direction {
  /** [inputs, gates · units] and [units, gates · units]. */
  readonly kernel: Tensor;
  readonly recurrent: Tensor;
  /** [gates · units] each, of the inputs and of the states. */
  readonly biases: readonly [Tensor, Tensor];
  readonly peepholes?: Tensor;
  readonly units: number;
  readonly f: (x: Tensor) => Tensor;
  readonly g: (x: Tensor) => Tensor;
  readonly h: (x: Tensor) => Tensor;
}

type Step = (x: Tensor, states: States, direction: Direction, operation: Operation) => States;

const product = (x: Tensor, kernel: Tensor): Tensor => tf.matMul(x, kernel);

/** z, r, h as columns. */
const gru: Step = (x, [state], { kernel, recurrent, biases, units, f, g }, operation) => {
  const [xz, xr, xh] = tf.split(tf.add(product(x, kernel), biases[0]), 3, 1);
  const [kz, kr, kh] = tf.split(recurrent, 3, 1);
  const [bz, br, bh] = tf.split(biases[1], 3);
  const z = f(tf.addN([xz, tf.add(product(state, kz), bz)]));
  const r = f(tf.addN([xr, tf.add(product(state, kr), br)]));
  const isReset = operation.number('linear_before_reset', 0) !== 0;
  const inner = isReset ? tf.mul(r, tf.add(product(state, kh), bh)) : tf.add(product(tf.mul(r, state), kh), bh);
  const candidate = g(tf.add(xh, inner));
  return [tf.add(tf.mul(tf.sub(1, z), candidate), tf.mul(z, state)), tf.zeros([1, units])].slice(0, 1);
};

/** i, o, f, c as columns. */
const lstm: Step = (x, [state, memory], { kernel, recurrent, biases, peepholes, f, g, h }, operation) => {
  const sums = tf.add(tf.add(product(x, kernel), biases[0]), tf.add(product(state, recurrent), biases[1]));
  const [i, o, forget, c] = tf.split(sums, 4, 1);
  const [pi, po, pf] = peepholes ? tf.split(peepholes, 3) : [];
  const peep = (gate: Tensor, weights: Tensor | undefined, values: Tensor): Tensor =>
    weights ? tf.add(gate, tf.mul(weights, values)) : gate;
  const opens = f(peep(i, pi, memory));
  const keeps = operation.number('input_forget', 0) === 1 ? tf.sub(1, opens) : f(peep(forget, pf, memory));
  const next = tf.add(tf.mul(keeps, memory), tf.mul(opens, g(c)));
  return [tf.mul(f(peep(o, po, next)), h(next)), next];
};

const simple: Step = (x, [state], { kernel, recurrent, biases, f }) => [
  f(tf.add(tf.add(product(x, kernel), biases[0]), tf.add(product(state, recurrent), biases[1]))),
];

/** Activations that only recurrent nodes have. */
const scaledActivations: Readonly<Record<string, (x: Tensor, alpha: number, beta?: number) => Tensor>> = {
  Affine: (x, alpha, beta = 0) => tf.add(tf.mul(x, alpha), beta),
  ScaledTanh: (x, alpha, beta = 1) => tf.mul(tf.tanh(tf.mul(x, beta)), alpha),
};

/** The activation with a name of the standard; its alpha and beta are those of the node. */
function activationNamed(name: string, operation: Operation, at: number): (x: Tensor) => Tensor {
  const alpha = operation.numbers('activation_alpha')?.[at];
  const beta = operation.numbers('activation_beta')?.[at];
  const scaled = Object.hasOwn(scaledActivations, name) ? scaledActivations[name] : undefined;
  if (scaled) return (x) => scaled(x, alpha ?? 1, beta);
  const operator = activations[name];
  if (!operator) throw new OperatorError(`it has the activation "${name}"`);
  const own: Operation = {
    ...operation,
    number: (key, standard) => (key === 'alpha' ? (alpha ?? standard) : key === 'beta' ? (beta ?? standard) : standard),
  };
  return (x) => operator.run([{ tensor: x, type: 'float32' }], own)[0].tensor;
}

/** The names of activations of a node; they are stored as one text per name. */
const namesOf = (operation: Operation): readonly string[] =>
  operation.text('activations', '').split(',').filter(Boolean);

function recurrent(gates: number, step: Step, standards: readonly string[]): Operator {
  return {
    run: (inputs, operation) => {
      const { type } = input(inputs, 0);
      const isBatchFirst = operation.number('layout', 0) === 1;
      const x = isBatchFirst ? tf.transpose(input(inputs, 0).tensor, [1, 0, 2]) : input(inputs, 0).tensor; // [steps, batch, inputs]
      const [steps, batch] = x.shape;
      const direction = operation.text('direction', 'forward');
      const count = direction === 'bidirectional' ? 2 : 1;
      const lengths = numbersIn(inputs, 4)?.map((length) => Math.min(length, steps));
      const results = Array.from({ length: count }, (_, at) => {
        const isBackward = direction === 'reverse' || at === 1;
        const own = directionOf(inputs, operation, at, gates, standards);
        return run(x, {
          isBackward,
          own,
          step,
          operation,
          lengths,
          states: statesOf(inputs, at, batch, own.units, isBatchFirst),
        });
      });
      const y = tf.stack(
        results.map(({ sequence }) => sequence),
        1,
      ); // [steps, directions, batch, units]
      const finals = results[0].states.map((_, state) => tf.stack(results.map(({ states }) => states[state])));
      const arranged = isBatchFirst
        ? [tf.transpose(y, [2, 0, 1, 3]), ...finals.map((each) => tf.transpose(each, [1, 0, 2]))]
        : [y, ...finals];
      return arranged.map((tensor) => valueOf(tensor, type));
    },
  };
}

/** The weights of a direction; the file has the gates as rows. */
function directionOf(
  inputs: Values,
  operation: Operation,
  at: number,
  gates: number,
  standards: readonly string[],
): Direction {
  const of = (index: number): Tensor | undefined => {
    const tensor = inputs[index]?.tensor;
    return tensor && tf.squeeze(tf.slice(tensor, [at], [1]), [0]);
  };
  const [kernel, recurrentKernel] = [input(inputs, 1), input(inputs, 2)].map((_, i) =>
    tf.transpose(of(i + 1) as Tensor),
  );
  const units = recurrentKernel.shape[0];
  const [first, second] = tf.split(of(3) ?? tf.zeros([2 * gates * units]), 2);
  const names = namesOf(operation);
  const offset = at * standards.length;
  const clip = operation.number('clip', 0);
  const [f, g, h] = standards.map((standard, i) => {
    const apply = activationNamed(names[offset + i] ?? standard, operation, offset + i);
    return clip > 0 ? (x: Tensor) => apply(tf.clipByValue(x, -clip, clip)) : apply;
  });
  return { kernel, recurrent: recurrentKernel, biases: [first, second], peepholes: of(7), units, f, g, h };
}

function statesOf(inputs: Values, at: number, batch: number, units: number, isBatchFirst: boolean): States {
  return [5, 6].map((index) => {
    const tensor = inputs[index]?.tensor;
    if (!tensor) return tf.zeros([batch, units]);
    return tf.squeeze(tf.slice(isBatchFirst ? tf.transpose(tensor, [1, 0, 2]) : tensor, [at], [1]), [0]);
  });
}

interface Run {
  readonly isBackward: boolean;
  readonly own: Direction;
  readonly step: Step;
  readonly operation: Operation;
  readonly lengths?: readonly number[];
  readonly states: States;
}

/** Runs one direction over all steps; past the length of a sequence its states stay, and its outputs are 0. */
function run(
  x: Tensor,
  { isBackward, own, step, operation, lengths, states: first }: Run,
): { sequence: Tensor; states: States } {
  const steps = tf.unstack(x);
  const order = isBackward ? [...steps.keys()].reverse() : [...steps.keys()];
  const outputs: Tensor[] = [];
  let states = first;
  for (const at of order) {
    const next = step(steps[at], states, own, operation);
    const lasts =
      lengths &&
      tf.tensor2d(
        lengths.map((length) => Number(at < length)),
        [lengths.length, 1],
      );
    states = lasts ? next.map((state, i) => tf.add(tf.mul(state, lasts), tf.mul(states[i], tf.sub(1, lasts)))) : next;
    outputs[at] = lasts ? tf.mul(states[0], lasts) : states[0];
  }
  return { sequence: tf.stack(outputs), states };
}

/** Recurrent layers of the standard. */
export const recurrents: Operators = {
  RNN: recurrent(1, simple, ['Tanh']),
  GRU: recurrent(3, gru, ['Sigmoid', 'Tanh']),
  LSTM: recurrent(4, lstm, ['Sigmoid', 'Tanh', 'Tanh']),
};
