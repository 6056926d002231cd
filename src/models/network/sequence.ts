import { canRunSequence, runSequence, type Stage } from '../../engine/operations/sequence.ts';
import { tf, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { activationOf, type Layer } from './layers.ts';
import { weightedLayer } from './outputs.ts';

/** Form of the outputs: their values, or per channel the mean over its positions. */
export type Wanted = 'values' | 'means';

/**
 * Runs a network with dropout off, without tensors between its layers. The network must be one sequence of convolutions,
 * max poolings and dense layers with ReLU or no activation. Each run reads the current weights.
 *
 * @returns a function from x [batch, ...itemShape] to the outputs, tracked by the caller's tidy. It returns undefined if the
 *   engine in use cannot run sequences, while gradients are recorded, and for other networks
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
  /** Every layer of the network except dropout. */
  readonly watched: readonly Layer[];
  readonly stages: readonly Stage[];
  /** The layer of each stage. */
  readonly layers: readonly Layer[];
  /** Per output of the network, its position among the kept outputs, and whether it is flattened. */
  readonly outputs: readonly { readonly at: number; readonly flat: boolean }[];
}

function planOf(network: LayersModel, wanted: Wanted): Plan | undefined {
  const symbols = symbolsOf(network);
  const stages: Stage[] = [];
  const layers: Layer[] = [];
  const stageOf = new Map<SymbolicTensor, number>(); // the stage that computes the symbol
  for (const [i, symbol] of symbols.entries()) {
    if (symbol.inputs.length !== Math.min(i, 1) || (i > 0 && symbol.inputs[0] !== symbols[i - 1])) return undefined;
    const layer = weightedLayer(sourceOf(symbol));
    const stage = i === 0 ? 'nothing' : stageFor(layer, sourceOf(symbol) === layer, symbol);
    if (stage === undefined) return undefined;
    if (stage !== 'nothing') {
      stages.push(stage);
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

/** The stage of a layer: `nothing` if it passes its input on, undefined if it is not supported. */
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

/** Whether a layer is observed or its computation was replaced. */
function isAltered(layer: Layer): boolean {
  return Object.hasOwn(layer, 'call') || Boolean((layer as unknown as { _callHook: unknown })._callHook);
}

/** The configuration that a stage depends on. */
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
