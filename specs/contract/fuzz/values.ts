import fc from 'fast-check';

/** The error that callbacks and getters of drawn arguments throw. */
export class CallersError extends Error {
  constructor() {
    super('this callback fails');
  }
}

/** A value that hardly any function expects. It is made anew for every call, because calls may change it. */
export interface Value {
  /** As code writes it. */
  readonly text: string;
  readonly make: () => unknown;
}

const literals: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -0, 1, -1, 2, 0.5, 1.5, 255, 10n],
  ...[Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53)],
  ...[
    '',
    ' ',
    'abc',
    '1',
    '0x10',
    'constructor',
    '__proto__',
    'toString',
    'then',
    '\u001B[31mred\u202E',
    'a\nb',
    'a\0b',
  ],
];

const fails = (): never => {
  throw new CallersError();
};
const trap = new Proxy({}, { get: () => fails });

/** Lists, objects, functions and buffers that are unusual, broken or hostile. */
const makers: Readonly<Record<string, () => unknown>> = {
  "'x'.repeat(100_000)": () => 'x'.repeat(100_000),
  "Symbol('s')": () => Symbol('s'),
  '[]': () => [],
  '[NaN]': () => [Number.NaN],
  '[1, 2]': () => [1, 2],
  '[0.25, 0.5, 0.25]': () => [0.25, 0.5, 0.25],
  "['a']": () => ['a'],
  '[[]]': () => [[]],
  '[[1, 2], [3]]': () => [[1, 2], [3]],
  '[null]': () => [null],
  'new Array(5)': () => new Array(5),
  'an array of 1_000_000 holes': () => new Array(1_000_000),
  '{}': () => ({}),
  '{ length: 2 ** 32 }': () => ({ length: 2 ** 32 }),
  '{ length: -1 }': () => ({ length: -1 }),
  '{ name: 7 }': () => ({ name: 7 }),
  '{ toString: null }': () => ({ toString: null }),
  '{ toJSON: fails }': () => ({ toJSON: fails }),
  'Object.create(null)': () => Object.create(null) as unknown,
  'Object.freeze({})': () => Object.freeze({}),
  'a cyclic object': () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    return cycle;
  },
  'a cyclic array': () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    return cycle;
  },
  'a proxy that throws': () => new Proxy({}, trap),
  'a proxy of an array that throws': () => new Proxy([1, 2], trap),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'an endless iterable': () => ({
    *[Symbol.iterator]() {
      for (;;) yield 1;
    },
  }),
  'new Date(NaN)': () => new Date(Number.NaN),
  'new Map()': () => new Map(),
  'new Error()': () => new Error('a value'),
  '/x/': () => /x/,
  'a promise': () => Promise.resolve(1),
  '() => {}': () => () => {},
  '() => 5': () => () => 5,
  'async () => {}': () => async () => {},
  'a function that throws': () => fails,
  'class {}': () => class Example extends Map {},
  'new Float32Array(0)': () => new Float32Array(0),
  'Float32Array.of(NaN)': () => Float32Array.of(Number.NaN),
  'Float32Array.of(0, 1, 2)': () => Float32Array.of(0, 1, 2),
  'Float64Array.of(0.5, 0.5)': () => Float64Array.of(0.5, 0.5),
  'Int32Array.of(0, 1)': () => Int32Array.of(0, 1),
  'Int32Array.of(-1, 1_000_000)': () => Int32Array.of(-1, 1_000_000),
  'Uint8Array.of(0, 255)': () => Uint8Array.of(0, 255),
  'BigInt64Array.of(1n)': () => BigInt64Array.of(1n),
  'a detached Float32Array': () => detached(new Float32Array(4)),
  'a proxy of a Float32Array': () => new Proxy(new Float32Array(4), {}),
  'new DataView(…)': () => new DataView(new ArrayBuffer(8)),
  'new ArrayBuffer(8)': () => new ArrayBuffer(8),
};

/** Moves the memory of an array away. @returns the array, which has no values any more */
export function detached<A extends ArrayBufferView<ArrayBuffer>>(array: A): A {
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

export const textOf = (value: unknown): string => {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'bigint' ? `${value}n` : String(value);
};

/** An arbitrary unusual value. */
export const values: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...literals.map((value) => ({ text: textOf(value), make: () => value }))) },
  { weight: 5, arbitrary: fc.constantFrom(...Object.entries(makers).map(([text, make]) => ({ text, make }))) },
  {
    weight: 1,
    arbitrary: fc
      .anything({
        withBigInt: true,
        withBoxedValues: true,
        withNullPrototype: true,
        withSparseArray: true,
        withTypedArray: true,
      })
      .map((value) => ({ text: fc.stringify(value).slice(0, 120), make: () => value })),
  },
);
