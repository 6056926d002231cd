import type { ElementType } from '../contract.ts';
import { OperatorError } from '../operators/values.ts';

/** The attributes of a node as the JSON of a GraphDef holds them: `{ "alpha": { "f": 0.2 } }`. Integers are texts there. */
type Given = Readonly<Record<string, unknown>>;

/** Reads attributes. One of another form than expected counts as omitted. */
export class Attributes {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  #value(name: string, kind: string): unknown {
    const value = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
    return typeof value === 'object' && value !== null ? (value as Given)[kind] : undefined;
  }

  number(name: string, standard: number): number {
    return numberOf(this.#value(name, 'i') ?? this.#value(name, 'f')) ?? standard;
  }

  flag(name: string, standard = false): boolean {
    const value = this.#value(name, 'b');
    return typeof value === 'boolean' ? value : standard;
  }

  text(name: string, standard: string): string {
    return textOf(this.#value(name, 's')) ?? standard;
  }

  numbers(name: string): number[] | undefined {
    const list = (this.#value(name, 'list') as Given | undefined)?.i;
    return Array.isArray(list) ? list.map((each) => numberOf(each) ?? Number.NaN) : undefined;
  }

  texts(name: string): string[] {
    const list = (this.#value(name, 'list') as Given | undefined)?.s;
    return Array.isArray(list) ? list.map((each) => textOf(each) ?? '') : [];
  }

  /** @throws OperatorError if its elements are no numbers that this package computes with */
  type(name: string): ElementType {
    const given = this.#value(name, 'type');
    const type =
      typeof given === 'number'
        ? elementTypes[Object.keys(elementTypes)[typeNumbers.indexOf(given)]]
        : elementTypes[String(given)];
    if (type) return type;
    throw new OperatorError(`it has elements of the type ${String(given).slice(0, 40)}`);
  }

  /** A size that is not known is null; a shape of unknown rank too. */
  shape(name: string): (number | null)[] | null {
    return shapeOf(this.#value(name, 'shape'));
  }
}

/** Reads a TensorShapeProto. */
export function shapeOf(given: unknown): (number | null)[] | null {
  if (typeof given !== 'object' || given === null || (given as Given).unknownRank === true) return null;
  const { dim = [] } = given as Given;
  if (!Array.isArray(dim) || dim.length > 8) return null;
  return dim.map((each) => {
    const size = numberOf((each as Given | null)?.size);
    return size !== undefined && Number.isSafeInteger(size) && size >= 0 ? size : null;
  });
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : undefined;
}

/** Texts are base64, or in old files lists of bytes. */
function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return Buffer.from(value as number[]).toString('latin1');
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('latin1') : undefined;
}

/** Element types of TensorFlow. */
const elementTypes: Readonly<Record<string, ElementType | undefined>> = {
  DT_FLOAT: 'float32',
  DT_DOUBLE: 'float32',
  DT_HALF: 'float32',
  DT_BFLOAT16: 'float32',
  DT_INT32: 'int32',
  DT_INT64: 'int32',
  DT_UINT8: 'uint8',
  DT_INT8: 'int8',
  DT_UINT16: 'uint16',
  DT_INT16: 'int16',
  DT_BOOL: 'bool',
};

/** The numbers that TensorFlow gives these types, in the same order. */
const typeNumbers = [1, 2, 19, 14, 3, 9, 4, 6, 17, 5, 10];
