import { CallersError, detached, textOf } from './values.ts';

/** Values close to a valid one, by what they are. */
export function tweaksOf(part: unknown): Record<string, () => unknown> {
  const fails = (): never => {
    throw new CallersError();
  };
  if (typeof part === 'number') {
    const numbers = [part + 0.5, -part, part * 1e9, part + 1, String(part), [part], Number.NaN];
    return Object.fromEntries(
      numbers.map((number) => [`is ${Array.isArray(number) ? `[${part}]` : textOf(number)}`, () => number]),
    );
  }
  if (typeof part === 'string') {
    const texts = [part.toUpperCase(), `${part} `, part.slice(1), [part], `${part}/${part}`];
    return Object.fromEntries(texts.map((text) => [`is ${JSON.stringify(text)}`, () => text]));
  }
  if (typeof part === 'boolean') return { 'is a number': () => Number(part), 'is a text': () => String(part) };
  if (typeof part === 'function') {
    return {
      'throws when called': () => fails,
      'rejects when called': () => async () => fails(),
      'returns undefined': () => () => undefined,
      'returns NaN': () => () => Number.NaN,
      'returns an object': () => () => ({}),
      'returns a promise of nothing': () => async () => undefined,
    };
  }
  if (part instanceof Float32Array || part instanceof Int32Array || part instanceof Float64Array)
    return tweaksOfNumbers(part);
  if (Array.isArray(part) && part.length <= 1000) {
    return {
      'is empty': () => [],
      'is shorter': () => part.slice(1),
      'is longer': () => [...part, part[0]],
      'has holes': () => Object.assign(new Array(part.length), { 0: part[0] }),
      'holds NaN': () => [Number.NaN, ...part.slice(1)],
      'repeats its first': () => part.map(() => part[0] as unknown),
      'is nested': () => [part],
      'is a Float64Array': () => Float64Array.from(part, Number),
      'is frozen': () => Object.freeze([...part]),
      'is a proxy': () => new Proxy(part, {}),
      'is an object': () => Object.fromEntries(Object.entries(part)),
    };
  }
  if (typeof part === 'object' && part !== null) return tweaksOfObject(part, fails);
  return {};
}

function tweaksOfNumbers(part: Float32Array | Int32Array | Float64Array): Record<string, () => unknown> {
  const withFirst = (value: number) => () => {
    const copy = part.slice();
    copy[0] = value;
    return copy;
  };
  return {
    'starts with NaN': withFirst(Number.NaN),
    'starts with Infinity': withFirst(Infinity),
    'starts with -1': withFirst(-1),
    'starts with 1e9': withFirst(1e9),
    'is empty': () => part.slice(0, 0),
    'is shorter': () => part.slice(1),
    'is longer': () => Float32Array.from([...part, 0]),
    'is a plain array': () => [...part],
    'is an array of texts': () => Array.from(part, String),
    'is a Float64Array': () => Float64Array.from(part),
    'is a Uint8Array': () => Uint8Array.from(part),
    'is detached': () => detached(part.slice()),
    'is a proxy': () => new Proxy(part, {}),
    'holds halves': () => part.map((value) => value + 0.5),
  };
}

function tweaksOfObject(part: object, fails: () => never): Record<string, () => unknown> {
  const [first = 'first'] = Object.keys(part);
  return {
    'is frozen': () => Object.freeze({ ...part }),
    'is a proxy': () => new Proxy(part, {}),
    'has an unknown property': () => ({ ...part, nobodyKnows: 1 }),
    'has no prototype': () => Object.assign(Object.create(null) as object, part),
    'is in a list': () => [part],
    'is in a promise': () => Promise.resolve(part),
    'is in a function': () => () => part,
    'refers to itself': () => Object.assign({ ...part }, { self: part, [first]: part }),
    [`has a getter "${first}" that throws`]: () =>
      Object.defineProperty({ ...part }, first, { get: fails, enumerable: true }),
    'is an instance of a class': () => Object.assign(new (class Given extends Map {})(), part),
  };
}
