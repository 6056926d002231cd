import type { Constant, ElementType } from '../contract.ts';
import { aligned, doublesOf, fieldsOf, floatsOf, integersOf, textOf, type Field } from './wire.ts';

/** Where the values of a tensor lie outside the file. */
export interface ExternalPlace {
  readonly location: string;
  readonly offset: number;
  readonly length?: number;
}

/** A tensor of a file, before its values are read. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The number of its type in ONNX. */
  readonly dataType: number;
  readonly raw?: Uint8Array;
  readonly lists: readonly Field[];
  readonly external?: ExternalPlace;
}

type Values = Constant['data'];

/** How values of a type lie in bytes. */
interface StoredType {
  readonly type: ElementType;
  /** Bytes per value. */
  readonly size: number;
  readonly read: (buffer: ArrayBuffer) => Values;
}

const types = new Map<number, StoredType>([
  [1, { type: 'float32', size: 4, read: (buffer) => new Float32Array(buffer) }],
  [2, { type: 'uint8', size: 1, read: (buffer) => Int32Array.from(new Uint8Array(buffer)) }],
  [3, { type: 'int8', size: 1, read: (buffer) => Int32Array.from(new Int8Array(buffer)) }],
  [4, { type: 'uint16', size: 2, read: (buffer) => Int32Array.from(new Uint16Array(buffer)) }],
  [5, { type: 'int16', size: 2, read: (buffer) => Int32Array.from(new Int16Array(buffer)) }],
  [6, { type: 'int32', size: 4, read: (buffer) => new Int32Array(buffer) }],
  [7, { type: 'int32', size: 8, read: (buffer) => narrow(Array.from(new BigInt64Array(buffer), Number)) }],
  [9, { type: 'bool', size: 1, read: (buffer) => new Uint8Array(buffer).map((value) => Number(value !== 0)) }],
  [10, { type: 'float32', size: 2, read: (buffer) => Float32Array.from(new Uint16Array(buffer), halfOf) }],
  [11, { type: 'float32', size: 8, read: (buffer) => Float32Array.from(new Float64Array(buffer)) }],
  [12, { type: 'int32', size: 4, read: (buffer) => narrow(Array.from(new Uint32Array(buffer))) }],
  [13, { type: 'int32', size: 8, read: (buffer) => narrow(Array.from(new BigUint64Array(buffer), Number)) }],
  [16, { type: 'float32', size: 2, read: brainFloats }],
]);

/** The type of elements with a number in ONNX; undefined if it is not supported, such as text. */
export const elementType = (dataType: number): ElementType | undefined => types.get(dataType)?.type;

/** Bytes that the values of a tensor take in the file. */
export const bytesPerValue = (dataType: number): number => types.get(dataType)?.size ?? 0;

/** The location of values in the file of the model itself. No file has this name. */
export const ownValues = '\0';

/** Reads a tensor: name, shape and where its values lie. */
export function tensorIn(bytes: Uint8Array): StoredTensor {
  const shape: number[] = [];
  const lists: Field[] = [];
  const places = new Map<string, string>();
  let [name, dataType, raw, isExternal]: [string, number, Uint8Array | undefined, boolean] = ['', 0, undefined, false];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) shape.push(...integersOf(field));
    else if (field.number === 2) dataType = field.integer;
    else if ([4, 5, 7, 10, 11].includes(field.number)) lists.push(field);
    else if (field.number === 8) name = textOf(field);
    else if (field.number === 9) raw = field.bytes;
    else if (field.number === 13) places.set(...entryIn(field.bytes));
    else if (field.number === 14) isExternal = field.integer === 1;
  }
  if (!isExternal) return { name, shape, dataType, raw, lists };
  const length = places.get('length');
  const external = {
    location: places.get('location') ?? '',
    offset: Number(places.get('offset') ?? 0),
    ...(length !== undefined && { length: Number(length) }),
  };
  return { name, shape, dataType, lists, external };
}

/** A key and its value. */
export function entryIn(bytes: Uint8Array): [string, string] {
  const entry: [string, string] = ['', ''];
  for (const field of fieldsOf(bytes)) if (field.number <= 2) entry[field.number - 1] = textOf(field);
  return entry;
}

/** The values of a tensor from its bytes, or from its lists. */
export function valuesOf({ dataType, raw, lists }: StoredTensor): Values {
  const { size, read } = types.get(dataType) as StoredType;
  if (raw) return read(aligned(raw, size));
  const parts = lists.map((field) =>
    field.number === 4 ? floatsOf(field) : field.number === 10 ? doublesOf(field) : integersOf(field),
  );
  if (parts.length === 1 && parts[0] instanceof Float32Array) return parts[0];
  const flat = parts.flatMap((part) => Array.from(part));
  if (dataType === 10) return Float32Array.from(flat, halfOf);
  if (dataType === 16) return brainFloats(Uint16Array.from(flat).buffer);
  if (dataType === 9) return Uint8Array.from(flat, (value) => Number(value !== 0));
  return types.get(dataType)?.type === 'float32' ? Float32Array.from(flat) : narrow(flat);
}

/** Integers of 64 bits as those of 32; larger ones, which stand for "to the end", become the largest. */
const narrow = (integers: readonly number[]): Int32Array =>
  Int32Array.from(integers, (value) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value)));

/** bfloat16 is the upper half of a float32. */
function brainFloats(buffer: ArrayBuffer): Float32Array {
  return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits * 2 ** 16).buffer);
}

/** The number that the bits of a float16 represent. */
function halfOf(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
