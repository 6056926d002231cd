import type { AnyAttack } from '../../src/attacks/contract.ts';
import type { Compression } from '../../src/compression/contract.ts';
import { InvalidOptionError } from '../../src/errors.ts';
import { anyAttackLimit, compressionLimit, isTextAttack } from '../../src/family-members.ts';
import { demand, integerFrom, positive, seedLimit, share, type LimitsOf } from '../../src/options.ts';
import { checkParts } from '../../src/splits/index.ts';
import { show } from '../../src/show.ts';
import { rangeOf } from '../../src/norms/resolve-range.ts';
import { checkTextEpsilon } from '../../src/norms/text-epsilon.ts';
import { textSubject } from '../../src/models/text-predictor.ts';
import { checkAnyEpsilon } from '../../src/norms/epsilon-by-value.ts';
import { decisionLimits } from './decision.ts';
import type { DecisionOptions } from './verdict.ts';
import type { AttackedModel } from './subject.ts';

/** Options of every matcher that attacks: the sample of inputs, and the seed. */
export interface AttackedInputs extends DecisionOptions {
  /** Attack a sample of this many inputs, drawn with the seed. @defaultValue the size of the split */
  readonly limit?: number;
  /** Seed of the attack and the sample. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /**
   * Seconds that the measurement may take. If it takes longer, the assertion fails as undecided, with the interval over the inputs
   * that are done. @defaultValue no limit
   */
  readonly seconds?: number;
}

/** The limits of these options. */
export const attackedLimits: LimitsOf<AttackedInputs> = {
  limit: integerFrom(1),
  seed: seedLimit,
  seconds: positive,
  ...decisionLimits,
};

/** Checks that a value is a share. @throws InvalidOptionError - if it is not */
export function checkShare(matcher: string, name: string, value: unknown): asserts value is number {
  const isPercentage = typeof value === 'number' && value > 1 && value <= 100;
  demand(matcher, name, value, share, isPercentage ? `For ${value} % pass ${value / 100}.` : undefined);
}

/**
 * The warning for an upper limit of 1, which was probably meant as 1 %.
 *
 * @param effect - completes "…, so": what the limit lets pass
 */
export function warningsOfLimit(name: string, limit: number, effect: string): { warnings?: string[] } {
  if (limit < 1) return {};
  return { warnings: [`${name} is ${limit}, which is 100 %, so ${effect}; for 1 % pass 0.01`] };
}

/**
 * Checks an attack, and that epsilon is in the range of the model's inputs.
 *
 * @throws InvalidOptionError - if either is not accepted
 */
export function checkAttack(
  matcher: string,
  attack: unknown,
  epsilon: unknown,
  { classifier, split, dataset }: AttackedModel,
): void {
  demand(matcher, 'the attack', attack, {
    ...anyAttackLimit,
    expected: 'an attack, such as fgsm, bim or pgd',
    advice: (value) =>
      anyAttackLimit.advice?.(value) ?? `Write ${matcher}(pgd, 0.3, …) with pgd imported from "vitest-dnn".`,
  });
  const name = dataset?.name ?? classifier.name ?? 'predictor';
  checkParts(split);
  const chosen = attack as AnyAttack;
  if (isTextAttack(chosen)) {
    textSubject(chosen.name, classifier, split);
    return checkTextEpsilon(matcher, chosen.norm, epsilon);
  }
  const inputRange = rangeOf(classifier, split.itemShape);
  checkAnyEpsilon(matcher, epsilon, chosen.norm, { name, inputRange, itemShape: split.itemShape });
}

/** Checks that a value is a compression. @throws InvalidOptionError - if it is not */
export function checkCompression(matcher: string, compression: unknown): asserts compression is Compression {
  if (compressionLimit.holds(compression)) return;
  const state = typeof compression === 'function' ? ', which was not called' : '';
  const order = anyAttackLimit.holds(compression)
    ? 'This is an attack: pass the compression first, then the attack.\n'
    : '';
  throw new InvalidOptionError(
    `${matcher}: the compression is ${show(compression)}${state}.\nExpected a compression.\n${order}Write ${matcher}(quantize(8)) with quantize imported from "vitest-dnn".`,
  );
}

/**
 * Checks a compression, or a list of compressions.
 *
 * @returns the list; a single compression as a list of one
 * @throws InvalidOptionError - if the list is empty, or an item is not a compression
 */
export function checkCompressions(matcher: string, compressions: unknown): readonly Compression[] {
  const list: readonly unknown[] = Array.isArray(compressions) ? compressions : [compressions];
  if (list.length === 0) {
    throw new InvalidOptionError(
      `${matcher}: the list of compressions is empty.\nExpected at least one.\nWrite ${matcher}([quantize(8), prune(0.5)]).`,
    );
  }
  return list.map((item) => {
    checkCompression(matcher, item);
    return item;
  });
}
