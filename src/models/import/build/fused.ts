import type { Constant, GraphNode } from '../contract.ts';
import { product } from '../operators/values.ts';
import { isConstant, isWire, type KnownNode } from './known-node.ts';
import type { Wire } from './wire.ts';

/** Operators whose layer can apply the ReLU behind it. */
const activating = new Set(['Conv', 'Gemm', 'MatMul']);

/** What is known of the graph around a node. */
export interface Around {
  readonly readers: ReadonlyMap<string, readonly GraphNode[]>;
  readonly needed: ReadonlySet<string>;
  /** Nodes that the layer of another one computes. */
  readonly absorbed: Set<GraphNode>;
  /** Per node with such nodes behind it, the last of them. */
  readonly lastOf: Map<GraphNode, GraphNode>;
  readonly read: (name: string) => Wire | Constant | undefined;
}

/** Whether a vector with one number per unit or filter fits the last axis of the result. */
const hasUnitsLast = ({ operator, attributes }: GraphNode): boolean =>
  operator === 'MatMul' || (operator === 'Conv' && attributes.channels_last === 1);

/** Takes factors, a bias and a ReLU behind a node into its layer, if nothing else reads the values between. */
export function fused(
  node: GraphNode,
  inputs: readonly (Wire | Constant | undefined)[],
  { readers, absorbed, lastOf, read }: Around,
): Partial<KnownNode> {
  const [input, weights] = inputs;
  if (!activating.has(node.operator) || !isConstant(weights) || node.domain !== '') return {};
  if (node.operator === 'MatMul' && weights.shape.length !== 2) return {};
  const follower = ({ outputs: [name] }: GraphNode): GraphNode | undefined => {
    const next = readers.get(name) ?? [];
    return next.length === 1 ? next[0] : undefined;
  };
  const units = weights.shape[node.attributes.transB === 1 ? 0 : weights.shape.length - 1];
  let last = node;
  const absorb = (next: GraphNode): void => {
    last = next;
    absorbed.add(next);
    lastOf.set(node, next);
  };
  const perUnit = (operator: 'Mul' | 'Add'): Constant | undefined => {
    const next = follower(last);
    if (next?.operator !== operator) return undefined;
    const other = read(next.inputs[next.inputs[0] === last.outputs[0] ? 1 : 0]);
    if (!isConstant(other) || other.shape.at(-1) !== units || product(other.shape) !== units) return undefined;
    if (other.shape.length > weights.shape.length) return undefined;
    absorb(next);
    return other;
  };
  const isAffine = node.attributes.exact !== 1 && hasUnitsLast(node) && isWire(input) && input.type === 'float32';
  const scale = isAffine ? perUnit('Mul') : undefined;
  const bias = isAffine ? perUnit('Add') : undefined;
  const next = follower(last);
  if (next?.operator !== 'Relu') return { scale, bias };
  absorb(next);
  return { scale, bias, activation: 'relu' };
}
