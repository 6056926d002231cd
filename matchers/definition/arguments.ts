import type { Attack } from '../../src/attacks/contract.ts';
import type { Norm } from '../../src/norms/norm.ts';
import type { Compression } from '../../src/compression/contract.ts';
import { itemSize } from '../../src/splits/index.ts';
import { InvalidOptionError } from '../../src/errors.ts';
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
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  const advice = typeof value === 'number' && value > 1 && value <= 100 ? `\nFor ${value} % pass ${value / 100}.` : '';
  throw new InvalidOptionError(`${matcher}: ${name} is ${show(value)}.\nExpected a share from 0 to 1.${advice}`);
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
  const [lowest, highest] = classifier.inputRange ?? [0, 1];
  const range = highest - lowest;
  const largest = diameter(attack.norm, range, itemSize(split));
  if (typeof epsilon === 'number' && epsilon > 0 && epsilon <= largest * (1 + 1e-9)) return;
  const units: Record<Norm, string> = {
    linf: range === 1 ? '\nFor 8 grey levels pass 8 / 255.' : '',
    l2: '\nIn L2 it is the length of the whole perturbation.',
    l1: '\nIn L1 it is the sum of all changes.',
    l0: '\nIn L0 it is the number of values that may change.',
  };
  throw new InvalidOptionError(
    `${matcher}: epsilon is ${show(epsilon)}.\n` +
      `Expected 0 < epsilon <= ${Number(largest.toPrecision(6))}, ` +
      `because the inputs of "${dataset?.name ?? classifier.name ?? 'predictor'}" lie in [${lowest}, ${highest}].${units[attack.norm]}`,
  );
}

/** The largest distance between two inputs of so many values. */
function diameter(norm: Norm, range: number, values: number): number {
  return { linf: range, l2: range * Math.sqrt(values), l1: range * values, l0: values }[norm];
}

/** Demands a compression. @throws InvalidOptionError */
export function checkCompression(matcher: string, compression: unknown): asserts compression is Compression {
  if (isObject(compression) && typeof compression.compress === 'function') return;
  const called = typeof compression === 'function' ? `the function ${compression.name}, not called` : show(compression);
  throw new InvalidOptionError(
    `${matcher}: the compression is ${called}.\nExpected a compression.\nWrite ${matcher}(quantize(8)) with quantize imported from "vitest-dnn".`,
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

/** Refuses misspelt options. @throws InvalidOptionError */
export function checkOptions(matcher: string, options: unknown, known: readonly string[]): void {
  const names = isObject(options) ? Object.keys(options) : [];
  const unknown = names.find((name) => !known.includes(name));
  if (isObject(options) && unknown === undefined) return;
  throw new InvalidOptionError(
    `${matcher}: ${unknown === undefined ? `the options are ${show(options)}` : `there is no option "${unknown}"`}.\n` +
      `Expected an object with ${known.join(', ')}.`,
  );
}

function isAttack(value: unknown): value is Attack {
  return isObject(value) && typeof value.run === 'function' && typeof value.norm === 'string';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `the function ${value.name}`;
  return isObject(value) ? `an object with ${Object.keys(value).join(', ') || 'nothing'}` : String(value);
}
