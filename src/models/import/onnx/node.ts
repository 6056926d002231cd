import type { Constant } from '../contract.ts';
import { doublesOf, fieldsOf, floatsOf, integersOf, textOf } from './wire.ts';

/** A node as the file holds it. */
export interface StoredNode {
  readonly name: string;
  readonly domain: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An attribute of a node in a function that takes its value from the attribute of the call. */
export class Reference {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Reads the parts of attributes that are graphs and tensors. */
interface Parts {
  readonly graph: (bytes: Uint8Array) => unknown;
  readonly constant: (bytes: Uint8Array) => Constant;
}

/** Reads an attribute: its name and its value, of the type that the attribute states. */
export function attributeIn(bytes: Uint8Array, { graph, constant }: Parts): [string, unknown] {
  let [name, reference, type] = ['', '', 0];
  const values: Record<number, unknown[]> = {};
  const add = (kind: number, more: readonly unknown[]): void => {
    const list = (values[kind] ??= []);
    for (const value of more) list.push(value);
  };
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 21) reference = textOf(field);
    else if (field.number === 20) type = field.integer;
    else if (field.number === 2 || field.number === 7) add(field.number, numbersOf(field.bytes));
    else if (field.number === 3 || field.number === 8) add(field.number, integersOf(field));
    else if (field.number === 4 || field.number === 9) add(field.number, [textOf(field)]);
    else if (field.number === 5 || field.number === 10) add(field.number, [constant(field.bytes)]);
    else if (field.number === 6 || field.number === 11) add(field.number, [graph(field.bytes)]);
  }
  if (reference) return [name, new Reference(reference)];
  const [kind, isList] = kinds[type] ?? kindOf(values);
  return [name, isList ? (values[kind] ?? []) : (values[kind]?.[0] ?? standards[type])];
}

const numbersOf = (bytes: Uint8Array): number[] =>
  Array.from(bytes.length % 4 === 0 ? floatsOf({ bytes } as never) : doublesOf({ bytes } as never));

/** Per type of attribute, the field of its value and whether it is a list. */
const kinds: Readonly<Record<number, readonly [number, boolean]>> = {
  1: [2, false],
  2: [3, false],
  3: [4, false],
  4: [5, false],
  5: [6, false],
  6: [7, true],
  7: [8, true],
  8: [9, true],
  9: [10, true],
  10: [11, true],
};

/** Values that the format omits. */
const standards: Readonly<Record<number, unknown>> = { 1: 0, 2: 0, 3: '' };

/** The field of an attribute of an old file, which states no type. */
function kindOf(values: Readonly<Record<number, unknown[]>>): readonly [number, boolean] {
  const kind = Number(Object.keys(values)[0] ?? 8);
  return [kind, kind >= 7];
}
