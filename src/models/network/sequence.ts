import { canRunSequence, runSequence, type Stage } from '../../engine/operations/sequence.ts';
import { tf, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { activationOf, type Layer } from './layers.ts';
import { weightedLayer } from './outputs.ts';

/** How outputs are wanted: as they are, or those with places as the mean of every channel over them. */
export type Wanted = 'values' | 'means';

/**
 * A way to run a network with dropout off that needs no tensor between its layers, for networks that are one sequence of
 * convolutions, max poolings and dense layers with ReLU or no activation. It computes on the weights as they are then.
 *
 * @returns the outputs from x [batch, ...itemShape], tracked by the caller's tidy; undefined where the engine in use does not
 *   know the way, where gradients are to be taken, and for other networks
 */
export function sequenceOf(network: LayersModel, wanted: Wanted = 'values'): (x: Tensor) => Tensor[] | undefined {
  let plan: Plan | undefined | 'none';
  return (x) => {
    if (plan === 'none' || x.dtype !== 'float32' || !canRunSequence()) return undefined;
    plan ??= planOf(network, wanted) ?? 'none';
    if (plan === 'none' || !fits(x, network.inputs[0]) || plan.watched.some(isAltered)) return undefined;
    const kept = runSequence(x, plan.stages, weightsOf(plan.layers));
    return plan.outputs.map(({ at, flat }) => (flat ? tf.reshape(kept[at], [x.shape[0], -1]) : kept[at]));
  };
}

interface Plan {
  /** Every layer of the network. */
  readonly watched: readonly Layer[];
  readonly stages: readonly Stage[];
  /** The layer of each stage. */
  readonly layers: readonly Layer[];
  /** Which of the kept outputs each output of the network is, and whether it is flattened. */
  readonly outputs: readonly { readonly at: number; readonly flat: boolean }[];
}

function planOf(network: LayersModel, wanted: Wanted): Plan | undefined {
  const symbols = symbolsOf(network);
  const stages: Stage[] = [];
  const layers: Layer[] = [];
  const stageOf = new Map<SymbolicTensor, number>(); // whose output the symbol is
  for (const [i, symbol] of symbols.entries()) {
    if (symbol.inputs.length !== Math.min(i, 1) || (i > 0 && symbol.inputs[0] !== symbols[i - 1])) return undefined;
    const layer = weightedLayer(sourceOf(symbol));
    const made = i === 0 ? 'nothing' : stageFor(layer, sourceOf(symbol) === layer, symbol);
    if (made === undefined) return undefined;
    if (made !== 'nothing') {
      stages.push(made);
      layers.push(layer);
    }
    stageOf.set(symbol, stages.length - 1);
  }
  const ends = network.outputs.map((symbol) => stageOf.get(symbol) as number);
  if (ends.includes(-1)) return undefined;
  const kept = [...new Set(ends)].sort((a, b) => a - b);
  return {
    stages: stages.map((stage, i) => {
      if (!kept.includes(i)) return stage;
      return { ...stage, keep: stage.of === 'dense' ? 'values' : wanted };
    }),
    layers,
    watched: symbols.map(sourceOf).filter((layer) => layer.getClassName() !== 'Dropout'),
    outputs: network.outputs.map((symbol, i) => ({ at: kept.indexOf(ends[i]), flat: symbol.shape.length === 2 })),
  };
}

/** What a layer computes; `nothing` where it hands on what it is given. */
function stageFor(layer: Layer, activated: boolean, symbol: SymbolicTensor): Stage | 'nothing' | undefined {
  const kind = layer.getClassName();
  if (kind === 'Dropout') return 'nothing';
  const config = layer.getConfig() as unknown as PlainConfig;
  const activation = activated ? activationOf(layer) : 'linear';
  if (!['linear', 'relu'].includes(activation)) return undefined;
  if (config.dataFormat !== undefined && config.dataFormat !== null && config.dataFormat !== 'channelsLast')
    return undefined;
  const { strides, padding: pad } = config;
  switch (kind) {
    case 'Flatten':
      return 'nothing';
    case 'Dense':
      return symbol.inputs[0].shape.length === 2
        ? { of: 'dense', relu: activation === 'relu', biasLast: !activated }
        : undefined;
    case 'Conv2D':
      if (config.dilationRate.some((rate) => rate !== 1)) return undefined;
      return { of: 'convolution', strides, pad, relu: activation === 'relu' };
    case 'MaxPooling2D':
      return { of: 'pooling', size: config.poolSize, strides, pad };
    default:
      return undefined;
  }
}

/** Whether somebody computes a layer in another way, or watches it. */
function isAltered(layer: Layer): boolean {
  return Object.hasOwn(layer, 'call') || Boolean((layer as unknown as { _callHook: unknown })._callHook);
}

/** What matters of the configuration of such layers. */
interface PlainConfig {
  readonly dataFormat?: string | null;
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dilationRate: readonly number[];
  readonly poolSize: [number, number];
}

function weightsOf(layers: readonly Layer[]): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (const [i, layer] of layers.entries()) {
    const [kernel, bias] = layer.getWeights();
    if (kernel) weights[`kernel${i}`] = kernel;
    if (bias) weights[`bias${i}`] = bias;
  }
  return weights;
}

function fits(x: Tensor, { shape }: SymbolicTensor): boolean {
  return x.rank === shape.length && shape.every((size, i) => size === null || size === x.shape[i]);
}
