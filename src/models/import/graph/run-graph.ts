import { tf } from '../../../engine/tensors.ts';
import type { Constant, Graph, GraphFile, GraphNode } from '../contract.ts';
import type { Value, Values } from '../operators/contract.ts';
import { constantValue } from '../operators/values.ts';
import { knownOperator, nodeError, operationOf } from './operation.ts';

type Known = Map<string, Value>;

/** The parts of a graph that a node of it can hold. */
export type Body = Pick<Graph, 'nodes' | 'constants' | 'outputs'>;

/**
 * Computes one node from its inputs, inside the caller's tidy.
 *
 * @throws InvalidModelError if the operator is unknown, or its inputs do not fit; it names the node and the file
 */
export function runNode(
  file: GraphFile,
  node: GraphNode,
  inputs: Values,
  versions: ReadonlyMap<string, number>,
): Value[] {
  const operator = knownOperator(file, node);
  const version = versions.get(node.domain) ?? versions.get('') ?? 1;
  const outputs = node.outputs.filter(Boolean).length;
  try {
    return operator.run(inputs, operationOf({ ...node, version, outputs }));
  } catch (cause) {
    throw nodeError(file, node, cause);
  }
}

/** Whether a node runs one of two graphs that it holds. */
export const isChoice = ({ operator, domain }: GraphNode): boolean => operator === 'If' && domain === '';

/** The graph that a node runs. */
export function chosenBody(node: GraphNode, condition: boolean): Body | undefined {
  return node.attributes[condition ? 'then_branch' : 'else_branch'] as Body | undefined;
}

/**
 * Computes the outputs of a graph, inside the caller's tidy.
 *
 * @param file - for errors
 * @param around - finds values of the graph that holds this one
 */
export function runGraph(
  file: GraphFile,
  graph: Body,
  versions: ReadonlyMap<string, number>,
  given: Known,
  around: (name: string) => Value | undefined = () => undefined,
): Value[] {
  const values: Known = new Map(given);
  const read = (name: string): Value | undefined => {
    if (!name) return undefined;
    const constant: Constant | undefined = values.has(name) ? undefined : graph.constants.get(name);
    if (constant) values.set(name, constantValue(constant));
    return values.get(name) ?? around(name);
  };
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(read);
    const body = isChoice(node) ? chosenBody(node, Boolean(inputs[0]?.tensor.dataSync()[0])) : undefined;
    const outputs = body ? runGraph(file, body, versions, new Map(), read) : runNode(file, node, inputs, versions);
    node.outputs.forEach((name, i) => outputs[i] && values.set(name, outputs[i]));
  }
  return graph.outputs
    .map(({ name }) => read(name) as Value)
    .map((value) => ({ ...value, tensor: tf.clone(value.tensor) }));
}
