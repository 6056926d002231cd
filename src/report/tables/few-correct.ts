import { wilson } from '../../statistics/index.ts';
import type { AttackSuccessRow } from '../schemas/attack-success-table.ts';

/** With fewer correct inputs, a rate is uncertain by 17 points or more. */
const enough = 30;

/**
 * Finds rates that rest on too few correctly classified inputs: fewer than 30, or fewer than half of the best model's share.
 *
 * @returns sentences that name the models, how many inputs they classify correctly, and what that means
 */
export function fewCorrect(rows: readonly AttackSuccessRow[]): string[] {
  const correct = ({ accuracy, inputs }: AttackSuccessRow): number => Math.round(accuracy * inputs);
  const highest = Math.max(...rows.map(({ accuracy }) => accuracy));
  const low = rows.filter((row) => correct(row) === 0 || row.accuracy < highest / 2);
  const few = rows.filter((row) => !low.includes(row) && correct(row) < enough);
  const least = Math.min(...few.map(correct));
  return [
    ...low.map((row) => {
      const fact = `${row.name}: ${correct(row)} of ${row.inputs} inputs are classified correctly`;
      if (correct(row) === 0) return `${fact}, so it has no attack success rate`;
      return `${fact}; its rates are shares of these ${correct(row)}${doubt(correct(row))}, and do not compare with those of better models`;
    }),
    ...(few.length > 0
      ? [
          `${few.length === rows.length && few.length > 1 ? 'all models' : few.map(({ name }) => name).join(', ')}: ` +
            `fewer than ${enough} inputs are classified correctly (${least}), so a rate is uncertain by up to ±${uncertainty(least)} points`,
        ]
      : []),
  ];
}

const doubt = (correct: number): string =>
  correct < enough ? `, uncertain by up to ±${uncertainty(correct)} points` : '';

/** Half the width of the widest 95 % interval of a share of `n` inputs, in points. */
function uncertainty(n: number): number {
  const { low, high } = wilson(Math.floor(n / 2), n);
  return Math.round(50 * (high - low));
}
