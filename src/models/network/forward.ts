import { type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { isNested, type Layer } from './layers.ts';

/** Computes the output of a layer in its place, or returns undefined to run the layer itself; `mask` is that of its input. */
export type Instead = (layer: Layer, inputs: Tensor[], mask?: Tensor | null) => Tensor | Tensor[] | undefined;

/** The computed value of a symbol, and its mask if a layer passed one on. */
interface Computed {
  readonly value: Tensor;
  readonly mask: Tensor | null;
}

/** The values of symbols computed so far. */
export type Values = Map<SymbolicTensor, Computed>;

/**
 * Runs a network layer by layer with dropout off, so layers can be observed or replaced, also inside nested models.
 *
 * @param values - the values to start from; computed values are added
 * @param only - the symbols to compute. @defaultValue all without a value
 * @returns the output of the network, or undefined if `only` excludes it; tracked by the caller's tidy
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

/** Returns the values to start from: the batch x [b, ...itemShape] as input. */
export function startingFrom(model: LayersModel, x: Tensor): Values {
  return new Map([[model.inputs[0], { value: x, mask: null }]]);
}

function compute(symbol: SymbolicTensor, values: Values, instead: Instead): Computed {
  const layer = sourceOf(symbol);
  const operands = symbol.inputs.map((input) => values.get(input) as Computed);
  const inputs = operands.map(({ value }) => value);
  const masks = operands.map(({ mask }) => mask);
  const outputs = apply(layer, inputs, instead, masks);
  const mask = masks.length === 1 ? masks[0] : masks;
  const next = layer.supportsMasking ? layer.computeMask(one(inputs), mask as Tensor) : null;
  return { value: outputs[symbol.outputTensorIndex ?? 0], mask: [next].flat()[0] ?? null };
}

/**
 * Returns the outputs of a layer with dropout off, or what replaces it. A nested model runs layer by layer.
 *
 * @param masks - the mask of each input that has one
 */
export function apply(
  layer: Layer,
  inputs: Tensor[],
  instead: Instead,
  masks: readonly (Tensor | null)[] = inputs.map(() => null),
): Tensor[] {
  const [mask] = masks;
  const replaced = instead(layer, inputs, mask);
  if (replaced) return [replaced].flat();
  if (!isNested(layer))
    return [layer.apply(one(inputs), { training: false, ...(mask && { mask }) }) as Tensor[]].flat();
  const model = layer as unknown as LayersModel;
  const values: Values = new Map(model.inputs.map((symbol, i) => [symbol, { value: inputs[i], mask: masks[i] }]));
  return [forward(model, values, instead) as Tensor];
}

const one = (tensors: Tensor[]): Tensor | Tensor[] => (tensors.length === 1 ? tensors[0] : tensors);
