import type { GraphNode } from '../contract.ts';
import { chosenBody, isChoice, type Body } from '../graph/run-graph.ts';

/** Per value, the nodes that read it; the outputs of the graph are read by a node of their own. */
export function readersOf({ nodes, outputs }: Body): Map<string, GraphNode[]> {
  const readers = new Map<string, GraphNode[]>();
  const end: GraphNode = {
    name: '',
    domain: '',
    operator: '',
    inputs: outputs.map(({ name }) => name),
    outputs: [],
    attributes: {},
  };
  for (const node of [...nodes, end])
    for (const name of [...node.inputs, ...outerNames(node)]) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  return readers;
}

/** The names that the graphs in a node read. */
function outerNames(node: GraphNode): string[] {
  if (!isChoice(node)) return [];
  return [true, false].flatMap((condition) => {
    const body = chosenBody(node, condition);
    return body
      ? [
          ...body.nodes.flatMap((inner) => [...inner.inputs, ...outerNames(inner)]),
          ...body.outputs.map(({ name }) => name),
        ]
      : [];
  });
}

/** The values that the outputs of a graph need. */
export function neededBy({ nodes, outputs }: Body): Set<string> {
  const needed = new Set(outputs.map(({ name }) => name));
  for (const node of [...nodes].reverse())
    if (node.outputs.some((name) => needed.has(name)))
      for (const name of [...node.inputs, ...outerNames(node)]) needed.add(name);
  return needed;
}
