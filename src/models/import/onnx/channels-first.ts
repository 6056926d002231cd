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
/** Numbers of channels that images have. */
const fewChannels = [1, 2, 3, 4];

/**
 * Whether the input of a graph has its channels in front of the places: an operator that reads channels follows it, without a
 * transposition between them. Where none follows, an image has fewer channels than rows and columns.
 */
export function hasChannelsFirst({ nodes, inputs: [input] }: Graph): boolean {
  let name = input.name;
  for (let steps = 0; steps < nodes.length; steps++) {
    const next: GraphNode | undefined = nodes.find(({ inputs }) => inputs.includes(name));
    if (!next) return false;
    if (reading.has(next.operator)) return true;
    if (next.operator === 'Transpose') return false;
    if (!keeping.has(next.operator)) break;
    [name] = next.outputs;
  }
  const [, channels, ...places] = input.shape ?? [];
  const last = places[places.length - 1];
  return places.length >= 2 && fewChannels.includes(channels ?? 0) && !fewChannels.includes(last ?? 0);
}
