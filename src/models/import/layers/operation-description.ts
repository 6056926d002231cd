import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Constant, ElementType } from '../contract.ts';
import { operationOf } from '../graph/operation.ts';
import type { Value } from '../operators/contract.ts';
import { operatorOf } from '../operators/index.ts';
import { dtypeOf, OperatorError, valueOf } from '../operators/values.ts';

/** An operand: an input of the layer, a constant, or none. */
export type Operand = null | { readonly input: number; readonly type: ElementType } | { readonly constant: Constant };

/** A constant in a configuration: its values, or the number of the weight that holds them. */
export interface StoredConstant {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data?: readonly number[];
  readonly weight?: string;
}

type StoredOperand = null | { readonly input: number; readonly type: ElementType } | StoredConstant;

/** What the layer computes. */
export interface OperationDescription {
  readonly operator: string;
  readonly version: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly operands: readonly Operand[];
  /** Whether the operator runs item by item. */
  readonly isByItem: boolean;
  /** Which of its outputs is meant. */
  readonly output: number;
}

/** A description as a configuration holds it. */
export interface StoredDescription extends Omit<OperationDescription, 'operands'> {
  readonly operands: readonly StoredOperand[];
}

/** Constants of up to this many values stay in the configuration: a shape can follow from them before weights are read. */
const fewValues = 10;

/** An operand as a configuration holds it; the name of its weight follows from its place. */
export function storedOperand(operand: Operand, at: number, operator: string): StoredOperand {
  if (operand === null || 'input' in operand) return operand;
  const { type, shape, data } = operand.constant;
  const size = shape.reduce((all, side) => all * side, 1);
  if (type !== 'float32' || size <= fewValues) return { type, shape: [...shape], data: Array.from(data) };
  const role = operator.startsWith('Conv') ? ['', 'kernel', 'bias'][at] : undefined;
  return { type, shape: [...shape], weight: role || `constant_${at}` };
}

/** JSON has no infinite numbers. */
export const writeNumber = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;

/** Undoes `writeNumber`. */
export function readNumber(_: string, value: unknown): unknown {
  const number: unknown = typeof value === 'object' && value !== null && 'number' in value ? value.number : undefined;
  return typeof number === 'string' ? Number(number) : value;
}

/** Computes what a layer of an operator computes, on tensors and the values of its weights. */
export function runDescription(
  described: StoredDescription,
  inputs: Tensor[],
  weightOf: (name: string) => Tensor,
): Value {
  const { operator: name, isByItem, output } = described;
  const operator = operatorOf('', name);
  if (!operator) throw new OperatorError(`there is no operator ${name}`);
  const constants = described.operands.map((operand) =>
    operand && !('input' in operand) ? constantOf(operand, weightOf) : undefined,
  );
  const compute = (tensors: Tensor[]): Value => {
    const values = described.operands.map((operand, at) => {
      if (operand === null || !('input' in operand)) return constants[at];
      const { type } = operand;
      const tensor = tensors[operand.input]; // TensorFlow.js passes truth values on as numbers
      return { tensor: type === 'bool' ? tf.cast(tensor, 'bool') : tensor, type };
    });
    return operator.run(values, operationOf({ ...described, outputs: output + 1 }))[output];
  };
  if (!isByItem) return compute(inputs);
  const items = Array.from({ length: inputs[0].shape[0] }, (_, item) =>
    compute(inputs.map((tensor) => tf.squeeze(tf.slice(tensor, [item], [1]), [0]))),
  );
  return { tensor: tf.stack(items.map(({ tensor }) => tensor)), type: items[0].type };
}

function constantOf({ type, shape, data, weight }: StoredConstant, weightOf: (name: string) => Tensor): Value {
  return data
    ? { tensor: tf.tensor([...data], [...shape], dtypeOf(type)), type }
    : valueOf(weightOf(weight as string), type);
}
