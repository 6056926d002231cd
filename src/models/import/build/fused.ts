import type { Constant, GraphNode } from '../contract.ts';
import { product } from '../operators/values.ts';
import { isConstant, type KnownNode } from './known-node.ts';
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

/** Takes a bias and a ReLU behind a node into its layer, if nothing else reads the values between. */
export function fused(
  node: GraphNode,
  inputs: readonly (Wire | Constant | undefined)[],
  { readers, absorbed, lastOf, read }: Around,
): Partial<KnownNode> {
  if (!activating.has(node.operator) || !isConstant(inputs[1]) || node.domain !== '') return {};
  if (node.operator === 'MatMul' && inputs[1].shape.length !== 2) return {};
  const follower = ({ outputs: [name] }: GraphNode): GraphNode | undefined => {
    const next = readers.get(name) ?? [];
    return next.length === 1 ? next[0] : undefined;
  };
  let last = node;
  let bias: Constant | undefined;
  const addition = node.operator === 'MatMul' ? follower(node) : undefined;
  if (addition?.operator === 'Add') {
    const other = read(addition.inputs[addition.inputs[0] === node.outputs[0] ? 1 : 0]);
    const units = inputs[1].shape[1];
    if (isConstant(other) && other.shape.at(-1) === units && product(other.shape) === units && other.shape.length < 3) {
      bias = other;
      last = addition;
      absorbed.add(addition);
      lastOf.set(node, addition);
    }
  }
  const next = follower(last);
  if (next?.operator !== 'Relu') return { bias };
  absorbed.add(next);
  lastOf.set(node, next);
  return { bias, activation: 'relu' };
}
