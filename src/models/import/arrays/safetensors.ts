import { isObject } from '../../../options.ts';
import { show } from '../../../show.ts';
import type { BoundedFile } from '../bounded-file.ts';
import { decodeNumbers, type Datatype } from '../hdf5/datatype.ts';
import type { StoredArray } from './contract.ts';

const float = (size: number): Datatype => ({ kind: 'float', size, isSigned: true });
const integer = (size: number, isSigned: boolean): Datatype => ({ kind: 'integer', size, isSigned });

const types: Readonly<Record<string, Datatype>> = {
  F64: float(8),
  F32: float(4),
  F16: float(2),
  BF16: { kind: 'bfloat16', size: 2, isSigned: true },
  I64: integer(8, true),
  I32: integer(4, true),
  I16: integer(2, true),
  I8: integer(1, true),
  U64: integer(8, false),
  U32: integer(4, false),
  U16: integer(2, false),
  U8: integer(1, false),
  BOOL: integer(1, false),
};

/** The reference reader refuses longer headers. */
const longestHeader = 100_000_000;
const deepest = 32;

/**
 * Lists the arrays of a .safetensors file: eight bytes with the length of the header, the header in JSON, the values.
 *
 * @returns the arrays in the order of their values
 * @throws InvalidModelError if a length does not fit the file, or the values overlap or leave gaps
 * @see https://github.com/huggingface/safetensors#format
 */
export function openSafetensors(file: BoundedFile): StoredArray[] {
  const length = Number(file.slice(0, 8).readBigUInt64LE());
  if (length > Math.min(longestHeader, file.bytes.length - 8))
    throw file.damaged(`its header would have ${length} bytes, and the file has ${file.bytes.length}`);
  const start = 8 + length;
  const { __metadata__: _, ...entries } = parse(file, file.slice(8, length));
  const found = Object.entries(entries)
    .map(([name, entry]) => readEntry(file, name, entry, start))
    .toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { array, begin, end } of found) {
    if (begin !== at) throw file.damaged(`the values of "${array.name}" begin at ${begin}; those before end at ${at}`);
    at = end;
  }
  if (start + at !== file.bytes.length)
    throw file.damaged(`its values end at byte ${start + at} of ${file.bytes.length}`);
  return found.map(({ array }) => array);
}

interface Entry {
  readonly array: StoredArray;
  readonly begin: number;
  readonly end: number;
}

function readEntry(file: BoundedFile, name: string, entry: unknown, start: number): Entry {
  const { dtype, shape, data_offsets: offsets } = (isObject(entry) ? entry : {}) as Readonly<Record<string, unknown>>;
  if (!isSizes(shape) || shape.length > deepest || !isSizes(offsets) || offsets.length !== 2)
    throw file.damaged(`its header describes "${name}" as ${show(entry)}`);
  const type = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined;
  if (!type) throw file.damaged(`"${name}" has the type ${show(dtype)}; known are ${Object.keys(types).join(', ')}`);
  const [begin, end] = offsets;
  const bytes = shape.reduce((product, size) => product * size, 1) * type.size;
  if (end - begin !== bytes)
    throw file.damaged(`"${name}" ${show(shape)} takes ${bytes} bytes, and has ${end - begin}`);
  const content = file.slice(start + begin, bytes);
  return { array: { name, shape, read: () => decodeNumbers(file, type, content) }, begin, end };
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

function parse(file: BoundedFile, header: Buffer): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(header.toString('utf8'));
  } catch (cause) {
    throw file.damaged('its header is no complete JSON document', cause);
  }
  if (isObject(json)) return json;
  throw file.damaged('its header is no JSON object');
}
