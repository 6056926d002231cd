import type { Constant, GraphNode } from '../contract.ts';
import type { Operation } from '../operators/contract.ts';
import { OperatorError } from '../operators/values.ts';
import type { Builder } from './builder.ts';
import { sizeOf, type Wire } from './wire.ts';

/** A node whose inputs are known. */
export interface KnownNode {
  readonly node: GraphNode;
  readonly operation: Operation;
  readonly inputs: readonly (Wire | Constant | undefined)[];
  /** Whether an output is read. */
  readonly isUsed: (output: number) => boolean;
  /** The activation that the layer applies to its output, if it can. */
  readonly activation?: 'relu';
  /** Numbers per unit or filter by which the graph multiplies behind a product. */
  readonly scale?: Constant;
  /** Numbers that the graph adds behind that. */
  readonly bias?: Constant;
}

/** Adds the layers of a node; undefined if the operator runs as it is. */
export type Rule = (known: KnownNode, builder: Builder) => readonly (Wire | Constant | undefined)[] | undefined;
export type Rules = Readonly<Record<string, Rule>>;

export const isWire = (value: Wire | Constant | undefined): value is Wire => value !== undefined && 'symbol' in value;

export const isConstant = (value: Wire | Constant | undefined): value is Constant =>
  value !== undefined && !('symbol' in value);

/** The numbers of a constant input; undefined if it is omitted or computed. */
export function numbersOf(value: Wire | Constant | undefined): number[] | undefined {
  return isConstant(value) ? Array.from(value.data) : undefined;
}

/** The shape of a tensor in the graph. */
export const shapeOf = (value: Wire | Constant): readonly number[] =>
  isWire(value) ? value.axes.map(sizeOf) : value.shape;

/** The list of an input, or of an attribute in older versions. @throws OperatorError if it is computed from the inputs of the model */
export function listOf({ inputs, operation }: KnownNode, at: number, attribute: string): readonly number[] | undefined {
  const value = inputs[at];
  if (isWire(value)) throw new OperatorError(`its ${attribute} depends on the values of the inputs`);
  return numbersOf(value) ?? operation.numbers(attribute);
}

/** Integers as a constant. */
export const integers = (data: readonly number[]): Constant => ({
  type: 'int32',
  shape: [data.length],
  data: Int32Array.from(data),
});
