import { isObject } from '../../../options.ts';
import { cutMiddle } from '../../../plain-text.ts';
import { show } from '../../../show.ts';
import type { ElementType, GraphValue } from '../contract.ts';
import { Attributes, shapeOf } from './attributes.ts';
import { invalidGraphModel } from './invalid.ts';
import { sourceOf, type StoredNode } from './stored-graph.ts';

type Given = Readonly<Record<string, unknown>>;

/** An input or output of a graph model, and the tensor of the file that it is. */
export interface Port extends GraphValue {
  readonly tensor: string;
}

const isPlaceholder = ({ operator }: StoredNode): boolean => operator === 'Placeholder';

/** Operators whose results nobody has to read. */
const silent = ['Const', 'Placeholder', 'NoOp', 'Assert'];

/**
 * The inputs and outputs of a graph model: those of its signature, under the names that it gives them; else all placeholders, and all
 * nodes that nothing reads, under their own names.
 *
 * @throws InvalidModelError if the signature has another form, or names a node that is missing
 */
export function portsOf(
  path: string,
  json: { readonly signature?: unknown; readonly userDefinedMetadata?: unknown },
  nodes: ReadonlyMap<string, StoredNode>,
): { inputs: Port[]; outputs: Port[] } {
  const { userDefinedMetadata: metadata } = json;
  const signature = json.signature ?? (isObject(metadata) ? metadata.signature : undefined); // in files before 2020
  const { inputs, outputs } = (isObject(signature) ? signature : {}) as Given;
  const named = isObject(inputs) ? Object.entries(inputs).map((entry) => portIn(path, entry, nodes)) : [];
  const stated = new Set(named.map(({ tensor }) => sourceOf(tensor)[0]));
  const others = [...nodes.values()].filter((node) => isPlaceholder(node) && !stated.has(node.name));
  const results = isObject(outputs) ? Object.entries(outputs).map((entry) => portIn(path, entry, nodes)) : [];
  return {
    inputs: [...named, ...others.map((node) => portOf(path, node.name, `${node.name}:0`, {}, node))],
    outputs:
      results.length > 0
        ? results
        : unreadNodes(nodes).map((node) => portOf(path, node.name, `${node.name}:0`, {}, node)),
  };
}

function unreadNodes(nodes: ReadonlyMap<string, StoredNode>): StoredNode[] {
  const read = new Set([...nodes.values()].flatMap(({ inputs }) => inputs.map((tensor) => sourceOf(tensor)[0])));
  return [...nodes.values()].filter(({ name, operator }) => !read.has(name) && !silent.includes(operator));
}

function portIn(path: string, [key, given]: [string, unknown], nodes: ReadonlyMap<string, StoredNode>): Port {
  const { name } = (isObject(given) ? given : {}) as Given;
  if (typeof name !== 'string')
    throw invalidGraphModel(
      path,
      `the signature describes "${cutMiddle(key, 100)}" as ${show(given)}`,
      'the name of a tensor',
    );
  const node = nodes.get(sourceOf(name)[0]);
  if (!node)
    throw invalidGraphModel(path, `the signature names the node "${cutMiddle(name, 200)}", which the graph lacks`);
  return portOf(path, key, name, given as Given, node);
}

/** Type and shape from the placeholder; where it states none, from the signature. */
function portOf(path: string, name: string, tensor: string, stated: Given, node: StoredNode): Port {
  const { dtype, tensorShape } = stated;
  const own = isPlaceholder(node) ? node.attributes.shape('shape') : null;
  const read = (): ElementType => {
    if (isPlaceholder(node)) return node.attributes.type('dtype');
    return dtype === undefined ? 'float32' : new Attributes({ dtype: { type: dtype } }).type('dtype');
  };
  try {
    return { name, tensor, type: read(), shape: own ?? shapeOf(tensorShape) };
  } catch (cause) {
    throw invalidGraphModel(path, `"${cutMiddle(name, 100)}": ${(cause as Error).message}`, 'tensors of numbers');
  }
}
