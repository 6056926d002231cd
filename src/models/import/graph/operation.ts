import { DnnError, InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { Constant, GraphFile, GraphNode } from '../contract.ts';
import type { Operation, Operator } from '../operators/contract.ts';
import { operatorOf } from '../operators/index.ts';

/** Most nodes of a graph, with those of its functions. */
export const mostNodes = 100_000;

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

/** What messages say of a node. */
export type NamedNode = Pick<GraphNode, 'name' | 'operator' | 'source'>;

/** Where a node stands, for errors: its operator, its name and the file. */
export const placeOf = ({ path }: Pick<GraphFile, 'path'>, { name, operator, source = operator }: NamedNode): string =>
  `${path}: the node "${cutMiddle(name, 200)}" (${cutMiddle(source, 100)})`;

/** Operators that run a graph several times. */
const loops = new Set(['Loop', 'Scan']);

/** @throws InvalidModelError if this package has no operator of this name; it says what to do instead */
export function knownOperator(file: GraphFile, node: GraphNode): Operator {
  const operator = operatorOf(node.domain, node.operator);
  if (operator) return operator;
  const { domain } = node;
  if (domain === '' && loops.has(node.operator))
    throw new InvalidModelError(
      `${placeOf(file, node)} is a loop, which this package does not run.\nExpected a graph without loops.\n` +
        `Save a recurrent network of Keras as .keras, which opens: tf2onnx writes a GRU as a loop. ${file.onUnknown}`,
    );
  if (/^(Q|Dynamic|NhwcConv|MatMulInteger)/.test(node.operator) && node.operator !== 'QuickGelu')
    throw new InvalidModelError(
      `${placeOf(file, node)} computes on integers in a way that this package does not have.\nExpected a model that holds QuantizeLinear and DequantizeLinear.\n` +
        `Quantise it with quantize_static(…, quant_format=QuantFormat.QDQ) of onnxruntime, which opens. ${file.onUnknown}`,
    );
  throw unknownOperator(file, node, domain === '' ? '' : ` of the domain "${cutMiddle(domain, 100)}"`);
}

/** @returns the error of an operator that this package lacks; it says what to do instead */
export const unknownOperator = (file: GraphFile, node: NamedNode, domain = ''): InvalidModelError =>
  refusedOperator(file, node, `an operator${domain} that this package does not have`);

/** @returns the error of an operator that no network here can have, for a reason */
export const refusedOperator = (file: GraphFile, node: NamedNode, reason: string): InvalidModelError =>
  new InvalidModelError(
    `${placeOf(file, node)} is ${reason}.\nExpected operators that docs/models.md lists.\n${file.onUnknown}`,
  );

/** @returns the error of a node that cannot be computed */
export function nodeError(file: GraphFile, node: NamedNode, cause: unknown): DnnError {
  if (cause instanceof DnnError) return cause;
  const reason = cutMiddle((cause as Error).message.split('\n')[0], 600);
  return new InvalidModelError(
    `${placeOf(file, node)} cannot be computed: ${reason}.\nExpected a node as an exporter writes it, in evaluation mode.\n${file.onFailure}`,
    { cause },
  );
}
