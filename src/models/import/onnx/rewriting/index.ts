import type { Constant, GraphNode } from '../../contract.ts';
import { nodeError } from '../../graph/operation.ts';
import { onnxFileAt } from '../invalid.ts';
import type { StoredNode } from '../node.ts';
import { Rewriting, type Rewritten, type Rewriters } from './contract.ts';
import { integerProducts } from './integer-products.ts';
import { quantised } from './quantised.ts';
import { scikitLearn } from './scikit-learn.ts';

/** By domain and name. */
const rewriters: Rewriters = { ...integerProducts, ...quantised, ...scikitLearn };

/** The operators that are rewritten, by domain and name. */
export const rewrittenOperators: readonly string[] = Object.keys(rewriters).map((key) => key.trimStart());

const keyOf = ({ domain, operator }: StoredNode): string => `${domain} ${operator}`;

/**
 * Replaces nodes of quantised models and of scikit-learn by nodes of the standard that compute the same, with gradients.
 *
 * @param constants - of the graph; those of the new nodes are added
 * @throws InvalidModelError if such a node cannot be replaced; it names the node
 */
export function rewritten(
  path: string,
  nodes: readonly StoredNode[],
  constants: Map<string, Constant>,
): readonly GraphNode[] {
  if (!nodes.some((node) => Object.hasOwn(rewriters, keyOf(node)))) return nodes;
  const graph: Rewritten = { nodes: [], constants, producers: new Map() };
  for (const node of nodes) {
    const rewrite = Object.hasOwn(rewriters, keyOf(node)) ? rewriters[keyOf(node)] : undefined;
    const rewriting = new Rewriting(graph, node);
    try {
      if (rewrite) rewrite(rewriting);
      else rewriting.keep();
    } catch (cause) {
      throw nodeError(onnxFileAt(path), node, cause);
    }
  }
  return graph.nodes;
}
