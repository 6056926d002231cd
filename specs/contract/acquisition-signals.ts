import type { SignalName, Signals } from '../../src/acquisition/index.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';

/** Number of inputs in the pool of the contract specs. */
export const poolSize = 60;

/** A pool by signal: each function returns the signal for the inputs in the given order. */
type Description = { readonly [Name in SignalName]: (order: readonly number[]) => Signals[Name] };

/** Softmax outputs with exact zeros and ones, features and activations with duplicates. */
const varied: Description = {
  stage: () => 2,
  probabilities: (order) => matrix(order, 5, probability),
  posteriorSamples: (order) => [0, 3, 4].map((draw) => matrix(order, 5, (i, j) => probability(i, (j + draw) % 5))),
  features: (order) => matrix(order, 8, (i, j) => Math.sin((i % 50) * (j + 1))),
  labelledFeatures: () => matrix(labelledSet, 8, (i, j) => Math.cos(i + j)),
  labels: () => Int32Array.from(labelledSet, (i) => i % 5),
  labelledPredictions: () => Int32Array.from(labelledSet, (i) => (i === 3 ? 0 : i % 5)),
  activations: (order) => activationsOf(matrix(order, 9, (i, j) => Math.max(0, Math.sin((i % 50) * (j + 2))))),
  gradientLengths: (order) => Float64Array.from(order, (i) => Math.abs(Math.sin(i % 50))),
  boundaryDistances: (order) => ({
    ...distancesOf(order.map((i) => (i === 7 ? Number.MAX_VALUE : (i * 29) % 31))),
    twins: matrix(order, 3, (i, j) => i + j),
  }),
  bimDistances: (order) => Float64Array.from(order, (i) => (i === 7 ? Number.MAX_VALUE : (i * 29) % 31)),
};

/** Indistinguishable inputs. */
const equal: Description = {
  ...varied,
  probabilities: (order) => matrix(order, 5, () => 0.2),
  posteriorSamples: (order) => [0.2, 0.2, 0.2].map((value) => matrix(order, 5, () => value)),
  features: (order) => matrix(order, 8, () => 1),
  labelledFeatures: () => matrix(labelledSet, 8, () => 1),
  activations: (order) => activationsOf(matrix(order, 9, () => 1)),
  gradientLengths: (order) => new Float64Array(order.length).fill(1),
  boundaryDistances: (order) => distancesOf(order.map(() => 1)),
  bimDistances: (order) => new Float64Array(order.length).fill(1),
};

const labelledSet = Array.from({ length: 12 }, (_, i) => i);
const inOrder = Array.from({ length: poolSize }, (_, i) => i);

/** Returns all signals of a varied pool with the inputs in the given order. */
export const variedSignals = (order: readonly number[] = inOrder): Signals => describe(varied, order);

/** Returns all signals of a pool of equal inputs. */
export const equalSignals = (): Signals => describe(equal, inOrder);

/** Returns the signals with NaN in one of them; undefined if that one is streamed or cannot hold NaN. */
export function withNaN(signals: Signals, name: SignalName): Signals | undefined {
  const signal = signals[name];
  if (signal instanceof Float64Array) return { ...signals, [name]: signal.map((value, i) => (i === 13 ? NaN : value)) };
  if (Array.isArray(signal)) return { ...signals, [name]: signal.map(broken) };
  return typeof signal === 'object' && 'data' in signal ? { ...signals, [name]: broken(signal) } : undefined;
}

const broken = (matrix: Matrix): Matrix => ({
  ...matrix,
  data: matrix.data.map((value, i) => (i === 13 ? NaN : value)),
});

function describe(description: Description, order: readonly number[]): Signals {
  const named = Object.entries(description).map(([name, make]) => [name, make(order)]);
  return { size: order.length, ...Object.fromEntries(named) } as Signals;
}

function matrix(order: readonly number[], columns: number, value: (input: number, column: number) => number): Matrix {
  const data = Float32Array.from(order.flatMap((input) => Array.from({ length: columns }, (_, j) => value(input, j))));
  return { rows: order.length, columns, data };
}

function probability(i: number, j: number): number {
  if (i % 7 === 0) return Number(j === i % 5);
  const total = [0, 1, 2, 3, 4].reduce((sum, k) => sum + weight(i, k), 0);
  return weight(i, j) / total;
}

const weight = (i: number, j: number): number => 1 + ((i * (j + 3)) % 11);

const distancesOf = (distances: number[]): Signals['boundaryDistances'] => ({
  indices: Int32Array.from(distances.keys()),
  distances: Float64Array.from(distances),
});

function activationsOf({ data, rows, columns }: Matrix): Signals['activations'] {
  return {
    neurons: columns,
    layers: [
      { name: 'first', start: 0, end: 5 },
      { name: 'second', start: 5, end: 9 },
    ],
    low: Float32Array.from({ length: columns }, (_, j) => j / 20),
    high: Float32Array.from({ length: columns }, (_, j) => 0.5 + j / 20),
    batches: async function* () {
      for (let start = 0; start < rows; start += 25) {
        const end = Math.min(rows, start + 25);
        yield { data: data.slice(start * columns, end * columns), rows: end - start, columns };
      }
    },
  };
}
