import type { Tensor } from '../../../engine/tensors.ts';
import type { Constant, ElementType } from '../contract.ts';

/** A tensor and its type in the graph; the engine knows fewer types. */
export type Value = {
  readonly tensor: Tensor;
  readonly type: ElementType;
};

/** Inputs of a node; an omitted one is undefined. */
export type Values = readonly (Value | undefined)[];

/** A node as its operator sees it. */
export interface Operation {
  readonly operator: string;
  /** Version of the operators of its domain. */
  readonly version: number;
  /** Number of outputs that are asked for. */
  readonly outputs: number;
  number(name: string, standard: number): number;
  numbers(name: string): readonly number[] | undefined;
  text(name: string, standard: string): string;
  constant(name: string): Constant | undefined;
}

/** What an operator computes. */
export interface Operator {
  /** Computes the outputs on tensors, inside the caller's tidy. */
  readonly run: (inputs: Values, operation: Operation) => Value[];
  /**
   * How the operator runs on several items at once:
   * `elementwise`: each value from those at its place, with broadcasting;
   * `items`: its first axis counts independent items;
   * otherwise item by item.
   */
  readonly over?: 'elementwise' | 'items';
  /** Whether each value depends on the one at its place alone, if the other inputs are single numbers. Elementwise operators are. */
  readonly isPointwise?: boolean;
  /** Whether it draws random numbers, so that it is never computed beforehand. */
  readonly isRandom?: boolean;
}

export type Operators = Readonly<Record<string, Operator>>;
