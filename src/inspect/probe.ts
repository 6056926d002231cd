import { acquisitionFunctions } from '../acquisition/index.ts';
import { selectForRetraining } from '../active-learning/index.ts';
import { attacks, type Attack } from '../attacks/index.ts';
import { prune, pruneNeurons, quantize, type Compression } from '../compression/index.ts';
import type { Split } from '../datasets/contract.ts';
import { cleverScore, evaluateAccuracy } from '../evaluation/index.ts';
import type { Network } from '../models/network/contract.ts';
import { isEmbedding, type Layer } from '../models/network/layers.ts';
import { boundAt } from '../norms/range.ts';
import { createRandom } from '../random/index.ts';
import { itemSize, subset } from '../splits/index.ts';
import type { Lack } from './contract.ts';

/** Something to try on a model. */
interface Probe {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

const seed = 1;

/**
 * Tries assertions, attacks, compressions and acquisition functions on random inputs.
 *
 * @param seconds - time after which nothing more is tried
 * @returns what works, and what does not, with the reason
 */
export async function probe(network: Network, seconds: number): Promise<{ works: string[]; lacks: Lack[] }> {
  const [works, lacks]: [string[], Lack[]] = [[], []];
  const end = performance.now() + 1000 * seconds;
  for (const { what, run } of probesOf(network)) {
    if (performance.now() > end) {
      lacks.push({ what, why: `not tried: ${seconds} seconds are over` });
      continue;
    }
    try {
      await run();
      works.push(what);
    } catch (error) {
      lacks.push({ what, why: (error instanceof Error ? error.message : String(error)).split('\n')[0] });
    }
  }
  return { works, lacks };
}

function probesOf(network: Network): Probe[] {
  const pool = randomInputs(network, 12);
  const one = subset(pool, Int32Array.of(0));
  const clever = { samples: 4, batches: 5, limit: 1, radius: 0.1, seed };
  const compressions: Readonly<Record<string, () => Compression>> = {
    'quantize(8)': () => quantize(8),
    'prune(0.5)': () => prune(0.5),
    'prune.structured(0.5)': () => prune.structured(0.5),
    'pruneNeurons(0.1, split)': () => pruneNeurons(0.1, pool),
  };
  return [
    { what: 'toReachAccuracy', run: () => evaluateAccuracy(network, one) },
    { what: 'toHaveCleverScoreAbove', run: () => cleverScore(network, one, clever) },
    ...Object.entries(attacks).map(([what, attack]) => ({ what, run: () => attackOnce(network, one, attack) })),
    ...Object.entries(compressions).map(([what, create]) => ({ what, run: () => compressOnce(network, create()) })),
    ...Object.entries(acquisitionFunctions).map(([what, acquisition]) => ({
      what,
      run: () =>
        selectForRetraining(network, pool, { acquisition, budget: 2, seed, labelled: randomInputs(network, 60) }),
    })),
  ];
}

/** One attack with little work, on an input whose label is what the model predicts. */
async function attackOnce(network: Network, split: Split, attack: Attack): Promise<void> {
  const cheap = { steps: 2, queries: 2, iterations: 2, searchSteps: 1, restarts: 1 };
  const known = Object.fromEntries(Object.entries(cheap).filter(([name]) => typeof attack.options[name] === 'number'));
  const quick = 'with' in attack ? (attack as { with(options: object): Attack }).with(known) : attack;
  await quick.run(network, { ...split, labels: await network.predictions(split) }, { epsilon: 0.01, seed });
}

async function compressOnce(network: Network, compression: Compression): Promise<void> {
  const { classifier } = await compression.compress(network);
  classifier.dispose();
}

/** Inputs that are uniform in the range of the model, or token ids. Their labels go round all classes. */
function randomInputs({ model, itemShape, classes, inputRange }: Network, size: number): Split {
  const random = createRandom(seed).fork('inspect', size);
  const length = itemSize({ itemShape });
  const labels = Int32Array.from({ length: size }, (_, item) => item % classes);
  const words = model.layers.find(isTable)?.getConfig() as { inputDim?: number } | undefined;
  if (words) {
    const { inputDim = 1 } = words;
    return {
      inputs: Int32Array.from({ length: size * length }, () => random.integer(inputDim)),
      itemShape,
      labels,
      size,
    };
  }
  const [low, high] = inputRange.map((bound, side) => (at: number) => {
    const value = boundAt(bound, at % length);
    return Number.isFinite(value) ? value : side;
  });
  const inputs = Float32Array.from(
    { length: size * length },
    (_, at) => low(at) + (high(at) - low(at)) * random.uniform(),
  );
  return { inputs, itemShape, labels, size };
}

const isTable = (layer: Layer): boolean => layer.weights.some(isEmbedding);
