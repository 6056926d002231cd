import { types } from 'node:util';
import { show } from '../show.ts';
import { isDetached } from '../value-kinds.ts';

/** The classes of the arrays that splits consist of. */
type ArrayClass<A> = new (length: number) => A;

/** Whether a value is a typed array of a class of this JavaScript context, and no proxy of one: TensorFlow.js cannot read a proxy. */
export const isArrayOf = <A>(type: ArrayClass<A>, value: unknown): value is A =>
  types.isTypedArray(value) && value instanceof type;

/** The type of a part of a split, in words. */
export function typeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return show(value);
  if (types.isProxy(value)) return 'a proxy';
  if (Array.isArray(value)) return Array.isArray(value[0]) ? 'an array of arrays' : `an array of ${typeof value[0]}s`;
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  const name = String(prototype?.constructor?.name ?? 'object');
  const isForeign = ArrayBuffer.isView(value) && !(value instanceof Object);
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}${isForeign ? ' of another JavaScript context' : ''}`;
}

/** How to convert inputs of another type. */
export function adviceForInputs(inputs: unknown): string {
  if (types.isProxy(inputs)) return 'Pass the values of all items, one item after another.';
  if (inputs instanceof Uint8Array || inputs instanceof Uint8ClampedArray)
    return 'Write Float32Array.from(inputs, (byte) => byte / 255) for images in [0, 1], or Int32Array.from(inputs) for token ids.';
  if (inputs instanceof BigInt64Array || inputs instanceof BigUint64Array)
    return 'Write Int32Array.from(inputs, Number) for token ids, or Float32Array.from(inputs, Number).';
  if (Array.isArray(inputs) && Array.isArray(inputs[0])) return 'Write Float32Array.from(inputs.flat(Infinity)).';
  if (isListLike(inputs)) return 'Write Float32Array.from(inputs), or Int32Array.from(inputs) for token ids.';
  return 'Pass the values of all items, one item after another.';
}

/** How to convert labels of another type. */
export function adviceForLabels(labels: unknown): string {
  if (types.isProxy(labels)) return 'Pass the class indices of all items.';
  if (!isListLike(labels)) return 'Pass the class indices of all items.';
  const first = labels[0];
  if (typeof first === 'string') return 'Write Int32Array.from(labels, (name) => classNames.indexOf(name)).';
  if (typeof first === 'bigint') return 'Write Int32Array.from(labels, Number).';
  if (typeof first === 'object')
    return 'Write Int32Array.from(labels, (shares) => shares.indexOf(1)) for one-hot rows.';
  if (firstWrongLabel(labels)) return 'Correct the labels: a conversion would cut them to integers.';
  return 'Write Int32Array.from(labels).';
}

/** Names the first label that is a number, but not an integer. */
export function firstWrongLabel(labels: unknown): string {
  if (!isListLike(labels)) return '';
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at];
    if (typeof label === 'number' && !Number.isInteger(label)) return `, and label ${at} is ${label}`;
  }
  return '';
}

/** Whether a value is an array or a typed array that can be read, not a proxy of one. */
export const isListLike = (value: unknown): value is ArrayLike<unknown> =>
  (!types.isProxy(value) && Array.isArray(value)) || (types.isTypedArray(value) && !isDetached(value));
