import { type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { isNested, type Layer } from './layers.ts';

/** Computes a layer in place of the layer itself; undefined leaves it to the layer. */
export type Instead = (layer: Layer, inputs: Tensor[]) => Tensor | undefined;

/** What is known of a symbol: its value, and its mask where layers handed one on. */
interface Known {
  readonly value: Tensor;
  readonly mask: Tensor | null;
}

/** Values of symbols, as far as they are known. */
export type Values = Map<SymbolicTensor, Known>;

/**
 * Runs a network layer by layer, with dropout off, so that layers can be watched or replaced; those inside nested models too.
 *
 * @param values - starts from these, adds to them whatever it computes
 * @param only - the symbols to compute. @defaultValue all that are not known
 * @returns the output of the network, undefined where `only` leaves it out; tracked by the caller's tidy
 */
export function forward(
  model: LayersModel,
  values: Values,
  instead: Instead,
  only = symbolsOf(model),
): Tensor | undefined {
  for (const symbol of only) if (!values.has(symbol)) values.set(symbol, compute(symbol, values, instead));
  return values.get(model.outputs[0])?.value;
}

/** The values to start from: a batch [b, ...itemShape]. */
export function startingFrom(model: LayersModel, x: Tensor): Values {
  return new Map([[model.inputs[0], { value: x, mask: null }]]);
}

function compute(symbol: SymbolicTensor, values: Values, instead: Instead): Known {
  const layer = sourceOf(symbol);
  const known = symbol.inputs.map((input) => values.get(input) as Known);
  const inputs = known.map(({ value }) => value);
  const masks = known.map(({ mask }) => mask);
  const replaced = instead(layer, inputs);
  if (replaced) return { value: replaced, mask: masks[0] ?? null };
  if (isNested(layer)) return { value: runNested(layer as unknown as LayersModel, inputs, instead), mask: null };
  const mask = masks.length === 1 ? masks[0] : masks;
  const masked = masks.some(Boolean);
  const outputs = layer.apply(one(inputs), { training: false, ...(masked && { mask }) }) as Tensor | Tensor[];
  const next = layer.supportsMasking ? layer.computeMask(one(inputs), mask as Tensor) : null;
  return { value: [outputs].flat()[symbol.outputTensorIndex ?? 0], mask: [next].flat()[0] ?? null };
}

function runNested(model: LayersModel, inputs: Tensor[], instead: Instead): Tensor {
  const values: Values = new Map(model.inputs.map((symbol, i) => [symbol, { value: inputs[i], mask: null }]));
  return forward(model, values, instead) as Tensor;
}

const one = (tensors: Tensor[]): Tensor | Tensor[] => (tensors.length === 1 ? tensors[0] : tensors);
