import type { Attack } from '../../src/attacks/contract.ts';
import type { Compression } from '../../src/compression/contract.ts';
import { InvalidOptionError } from '../../src/errors.ts';
import { demand, isObject, share } from '../../src/options.ts';
import { show } from '../../src/show.ts';
import { checkEpsilon } from '../../src/norms/epsilon.ts';
import type { AttackedModel } from './subject.ts';

/** How inputs are chosen and what is drawn; the same for every matcher that attacks. */
export interface AttackedInputs {
  /** Attack a seeded sample of this many inputs of the split. @defaultValue all */
  readonly limit?: number;
  /** Of the attack and the sample. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
}

/** Demands a share. @throws InvalidOptionError */
export function checkShare(matcher: string, name: string, value: unknown): asserts value is number {
  const isPercentage = typeof value === 'number' && value > 1 && value <= 100;
  demand(matcher, name, value, share, isPercentage ? `For ${value} % pass ${value / 100}.` : undefined);
}

/** Demands an attack, and an epsilon that makes sense for the inputs of the model. @throws InvalidOptionError */
export function checkAttack(
  matcher: string,
  attack: unknown,
  epsilon: unknown,
  { classifier, split, dataset }: AttackedModel,
): void {
  if (!isAttack(attack)) {
    throw new InvalidOptionError(
      `${matcher}: the attack is ${show(attack)}.\nExpected one of the attacks, such as fgsm, bim or pgd.\n` +
        `Write ${matcher}(pgd, 0.3, …) with pgd imported from "vitest-dnn".`,
    );
  }
  const name = dataset?.name ?? classifier.name ?? 'predictor';
  const { inputRange = [0, 1] } = classifier;
  checkEpsilon(matcher, epsilon, attack.norm, { name, inputRange, itemShape: split.itemShape });
}

/** Demands a compression. @throws InvalidOptionError */
export function checkCompression(matcher: string, compression: unknown): asserts compression is Compression {
  if (isObject(compression) && typeof compression.compress === 'function') return;
  const state = typeof compression === 'function' ? ', not called' : '';
  throw new InvalidOptionError(
    `${matcher}: the compression is ${show(compression)}${state}.\nExpected a compression.\nWrite ${matcher}(quantize(8)) with quantize imported from "vitest-dnn".`,
  );
}

/** Demands a compression, or a list of some. @throws InvalidOptionError */
export function checkCompressions(matcher: string, given: unknown): readonly Compression[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) {
    throw new InvalidOptionError(
      `${matcher}: the list of compressions is empty.\nExpected at least one.\nWrite ${matcher}([quantize(8), prune(0.5)]).`,
    );
  }
  return list.map((each) => {
    checkCompression(matcher, each);
    return each;
  });
}

function isAttack(value: unknown): value is Attack {
  return isObject(value) && typeof value.run === 'function' && typeof value.norm === 'string';
}
