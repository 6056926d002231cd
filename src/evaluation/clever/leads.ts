import type { Split } from '../../datasets/contract.ts';
import { subset } from '../../splits/index.ts';
import { InvalidModelError } from '../../errors.ts';
import { largestBut, largestIn } from '../../matrix/rows.ts';
import { boundedBatch, forwardBytes } from '../../models/network/batch-size.ts';
import { mapBatches } from '../../models/network/batches.ts';
import type { Network } from '../../models/network/contract.ts';
import { samplePositions } from '../sample-positions.ts';
import type { CleverSettings, CleverTarget } from './options.ts';

/** The lead of the predicted class over another one. */
export interface Lead {
  /** The other class. */
  readonly opponent: number;
  /** Difference of the logits, at least 0. */
  readonly gap: number;
}

/** An input that can be scored. */
export interface ScoredInput {
  /** Position in the split. */
  readonly position: number;
  readonly label: number;
  readonly leads: readonly Lead[];
}

/** Largest number of inputs per forward pass. */
const mostInputs = 256;

/**
 * The correctly classified inputs of the sample, with their leads over the target classes.
 *
 * @throws InvalidModelError if there are none
 */
export async function leadsOf(
  classifier: Network,
  split: Split,
  { target, limit, seed }: CleverSettings,
): Promise<ScoredInput[]> {
  const positions = samplePositions(split.size, limit, seed);
  const { classes, model } = classifier;
  const batchSize = boundedBatch(mostInputs, forwardBytes(model));
  const { data } = await mapBatches(subset(split, positions), classes, batchSize, (x) => classifier.logits(x));
  const scored = [...positions].flatMap((position, item): ScoredInput[] => {
    const logits = data.subarray(item * classes, (item + 1) * classes);
    const label = split.labels[position];
    const opponents = opponentsOf(logits, label, target);
    const correct = largestIn(logits) === label && !logits.includes(Number.NaN);
    if (!correct || opponents.length === 0) return [];
    return [
      { position, label, leads: opponents.map((opponent) => ({ opponent, gap: logits[label] - logits[opponent] })) },
    ];
  });
  if (scored.length > 0) return scored;
  throw new InvalidModelError(
    `cleverScore: "${classifier.name}" classifies none of ${positions.length} inputs correctly${typeof target === 'number' ? ` as a class other than ${target}` : ''}.\n` +
      'Expected at least one, because the score is the distance to a misclassification.\nCheck the accuracy of the model first.',
  );
}

function opponentsOf(logits: Float32Array, label: number, target: CleverTarget): number[] {
  const others = [...logits.keys()].filter((other) => other !== label);
  switch (target) {
    case 'untargeted':
      return others;
    case 'runner-up':
      return [largestBut(logits, 0, logits.length, label)];
    default:
      return target === label ? [] : [target];
  }
}
