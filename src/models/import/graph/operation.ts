import { DnnError, InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { Constant, GraphNode } from '../contract.ts';
import type { Operation, Operator } from '../operators/contract.ts';
import { operatorOf } from '../operators/index.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** What of a node an operator reads. */
export interface OperationParts {
  readonly operator: string;
  readonly version: number;
  readonly outputs?: number;
  readonly attributes: Attributes;
}

/** A node as its operator sees it. An attribute of another type than expected counts as omitted. */
export function operationOf({ operator, version, outputs = 1, attributes }: OperationParts): Operation {
  const own = (name: string): unknown => (Object.hasOwn(attributes, name) ? attributes[name] : undefined);
  return {
    operator,
    version,
    outputs,
    number: (name, standard) => {
      const value = own(name);
      return typeof value === 'number' ? value : standard;
    },
    numbers: (name) => {
      const value = own(name);
      return Array.isArray(value) && value.every((each) => typeof each === 'number') ? (value as number[]) : undefined;
    },
    text: (name, standard) => {
      const value = own(name);
      return Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : standard;
    },
    constant: (name) => own(name) as Constant | undefined,
  };
}

/** Where a node stands, for errors: its operator, its name and the file. */
export const placeOf = (file: string, { name, operator }: Pick<GraphNode, 'name' | 'operator'>): string =>
  `${file}: the node "${cutMiddle(name, 200)}" (${cutMiddle(operator, 100)})`;

/** Operators that run a graph several times. */
const loops = new Set(['Loop', 'Scan']);

/** @throws InvalidModelError if this package has no operator of this name; it says what to do instead */
export function knownOperator(file: string, node: GraphNode): Operator {
  const operator = operatorOf(node.domain, node.operator);
  if (operator) return operator;
  const { domain } = node;
  if (domain === '' && loops.has(node.operator))
    throw new InvalidModelError(
      `${placeOf(file, node)} is a loop, which this package does not run.\nExpected a graph without loops.\n` +
        'Save a recurrent network of Keras as .keras, which opens: tf2onnx writes a GRU as a loop. Or use onnxPredictor(path): it runs every ONNX file by onnxruntime, without gradients.',
    );
  const kind = domain === '' ? 'an operator' : `an operator of the domain "${cutMiddle(domain, 100)}"`;
  throw new InvalidModelError(
    `${placeOf(file, node)} is ${kind} that this package does not have.\nExpected operators that docs/models.md lists.\n` +
      'Use onnxPredictor(path): it runs every ONNX file by onnxruntime, for assertions that only need predictions, such as toReachAccuracy and the attack square.',
  );
}

/** @returns the error of a node that cannot be computed */
export function nodeError(file: string, node: Pick<GraphNode, 'name' | 'operator'>, cause: unknown): DnnError {
  if (cause instanceof DnnError) return cause;
  const reason = cutMiddle((cause as Error).message.split('\n')[0], 600);
  return new InvalidModelError(
    `${placeOf(file, node)} cannot be computed: ${reason}.\nExpected a node as an exporter writes it, in evaluation mode.\n` +
      'Export the model again after model.eval(), or use onnxPredictor(path), which runs it by onnxruntime.',
    { cause },
  );
}
