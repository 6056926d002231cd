import { invalidOnnx } from './invalid.ts';
import { Reference, type StoredNode } from './node.ts';

/** A function of a model: an operator that is a graph of others. */
export interface StoredFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly StoredNode[];
  /** Values of attributes that a call omits. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/**
 * Replaces calls of the functions of a model by their nodes.
 *
 * @param most - nodes that may result
 * @throws InvalidModelError if there are more, as in functions that call themselves
 */
export function inlined(
  path: string,
  nodes: readonly StoredNode[],
  functions: readonly StoredFunction[],
  most: number,
): readonly StoredNode[] {
  if (functions.length === 0) return nodes;
  const byName = new Map(functions.map((one) => [`${one.domain} ${one.name}`, one]));
  const flat: StoredNode[] = [];
  let calls = 0;
  const add = (node: StoredNode, depth: number): void => {
    const called = byName.get(`${node.domain} ${node.operator}`);
    if (flat.length >= most || depth > 32)
      throw invalidOnnx(
        path,
        `its functions call each other without end, or make more than ${most} nodes`,
        'functions that end',
      );
    if (!called) flat.push(node);
    else for (const inner of bodyOf(called, node, `${node.name || called.name}/${calls++}`)) add(inner, depth + 1);
  };
  for (const node of nodes) add(node, 0);
  return flat;
}

/** The nodes of a function with the names and attributes of a call. */
function bodyOf(called: StoredFunction, call: StoredNode, prefix: string): StoredNode[] {
  const names = new Map<string, string>([['', '']]);
  called.inputs.forEach((name, i) => names.set(name, call.inputs[i] ?? ''));
  called.outputs.forEach((name, i) => names.set(name, call.outputs[i] ?? `${prefix}/${name}`));
  const renamed = (name: string): string => names.get(name) ?? `${prefix}/${name}`;
  const given: Readonly<Record<string, unknown>> = { ...called.defaults, ...call.attributes };
  const resolve = ([name, value]: [string, unknown]): [string, unknown] => [
    name,
    value instanceof Reference ? given[value.name] : value,
  ];
  return called.nodes.map((node) => ({
    ...node,
    name: `${prefix}/${node.name}`,
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
    attributes: Object.fromEntries(
      Object.entries(node.attributes)
        .map(resolve)
        .filter(([, value]) => value !== undefined),
    ),
  }));
}
