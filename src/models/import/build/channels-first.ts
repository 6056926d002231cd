import type { Graph, GraphNode } from '../contract.ts';

/** Operators that read the second axis as channels. */
const reading = new Set(
  'Conv ConvTranspose MaxPool AveragePool GlobalAveragePool GlobalMaxPool BatchNormalization InstanceNormalization GroupNormalization'.split(
    ' ',
  ),
);
/** Operators that leave the axes as they are. */
const keeping = new Set(
  'Identity Cast Add Sub Mul Div Clip Pad Relu Sigmoid Tanh Dropout QuantizeLinear DequantizeLinear Resize Upsample'.split(
    ' ',
  ),
);
/**
 * Whether the input of a graph has its channels in front of the places: an operator that reads channels there follows it, without a
 * transposition between them.
 *
 * @returns undefined if no such operator follows
 */
export function readsChannelsFirst({ nodes, inputs: [input] }: Graph): boolean | undefined {
  let name = input.name;
  for (let steps = 0; steps < nodes.length; steps++) {
    const next: GraphNode | undefined = nodes.find(({ inputs }) => inputs.includes(name));
    if (!next) return false;
    if (reading.has(next.operator)) return next.attributes.channels_last !== 1;
    if (next.operator === 'Transpose') return false;
    if (!keeping.has(next.operator)) return undefined;
    [name] = next.outputs;
  }
  return undefined;
}
