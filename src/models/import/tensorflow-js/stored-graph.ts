import { isObject } from '../../../options.ts';
import { cutMiddle } from '../../../plain-text.ts';
import { show } from '../../../show.ts';
import { mostNodes } from '../graph/operation.ts';
import { Attributes } from './attributes.ts';
import { invalidGraphModel } from './invalid.ts';

/** A node of a GraphDef. */
export interface StoredNode {
  readonly name: string;
  readonly operator: string;
  /** Tensors that it reads: `node`, `node:1`; an order of execution alone, `^node`, is left out. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/**
 * Reads the nodes of a GraphDef as JSON, by name.
 *
 * @param path - of model.json, for errors
 * @throws InvalidModelError if a part has another type, a name occurs twice, or there are too many nodes
 */
export function nodesIn(path: string, topology: Readonly<Record<string, unknown>>): Map<string, StoredNode> {
  const { node: list } = topology;
  if (!Array.isArray(list)) throw invalidGraphModel(path, `modelTopology.node is ${show(list)}`, 'a list of nodes');
  if (list.length > mostNodes)
    throw invalidGraphModel(
      path,
      `it has ${list.length} nodes`,
      `at most ${mostNodes} nodes`,
      'Convert a smaller model.',
    );
  const nodes = new Map<string, StoredNode>();
  for (const given of list as unknown[]) {
    const node = nodeOf(path, given);
    if (nodes.has(node.name))
      throw invalidGraphModel(path, `the node "${node.name}" occurs twice`, 'one node per name');
    nodes.set(node.name, node);
  }
  return nodes;
}

function nodeOf(path: string, given: unknown): StoredNode {
  const { name, op, input = [], attr = {} } = (isObject(given) ? given : {}) as Readonly<Record<string, unknown>>;
  const isList = Array.isArray(input) && input.every((each) => typeof each === 'string');
  if (typeof name !== 'string' || typeof op !== 'string' || !isList || !isObject(attr))
    throw invalidGraphModel(path, `a node is ${show(given)}`, 'nodes with name, op, input and attr');
  return {
    name,
    operator: op,
    inputs: input.filter((each: string) => !each.startsWith('^')),
    attributes: new Attributes(attr),
  };
}

/** The node and the number of its output that the name of a tensor means. */
export function sourceOf(tensor: string): [string, number] {
  const [, node, at] = /^(.*):(\d{1,9})$/s.exec(tensor) ?? [undefined, tensor, '0'];
  return [node, Number(at)];
}

/**
 * The nodes that some tensors need, in an order in which they can run. Nodes after which nothing is read do not matter.
 *
 * @param checkCycle - receives a cycle and the nodes behind it, and throws where it is more than damage: a loop
 * @throws InvalidModelError if a node reads what the graph lacks, or what follows from itself
 */
export function orderedFor(
  path: string,
  nodes: ReadonlyMap<string, StoredNode>,
  tensors: readonly string[],
  checkCycle: (cycle: readonly StoredNode[]) => void = () => undefined,
): StoredNode[] {
  const order: StoredNode[] = [];
  const state = new Map<StoredNode, 'open' | 'done'>();
  const nodeFor = (tensor: string, reader?: StoredNode): StoredNode => {
    const node = nodes.get(sourceOf(tensor)[0]);
    if (node) return node;
    const name = reader ? `the node "${cutMiddle(reader.name, 200)}"` : 'an output';
    throw invalidGraphModel(path, `${name} reads "${cutMiddle(tensor, 200)}", which no node computes`);
  };
  const open = tensors.map((tensor) => ({ node: nodeFor(tensor), next: 0 })).reverse();
  while (open.length > 0) {
    const top = open[open.length - 1];
    const { node } = top;
    if (top.next === 0 && state.has(node)) {
      open.pop();
      continue;
    }
    state.set(node, 'open');
    const input = node.inputs[top.next++];
    if (input === undefined) {
      state.set(node, 'done');
      order.push(node);
      open.pop();
      continue;
    }
    const before = nodeFor(input, node);
    if (state.get(before) === 'open') {
      checkCycle(open.flatMap(({ node: each }) => (state.get(each) === 'open' ? [each] : [])));
      throw invalidGraphModel(
        path,
        `the node "${cutMiddle(before.name, 200)}" reads what follows from itself`,
        'a graph without cycles',
      );
    }
    if (!state.has(before)) open.push({ node: before, next: 0 });
  }
  return order;
}
