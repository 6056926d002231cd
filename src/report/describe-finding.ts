import { number } from './number.ts';
import type { Finding, FoundItem } from './schemas/findings.ts';

/** @returns a found item or pair in one line, as in `training #12 "7" and test #3 "1", distance 0.02: a text` */
export function describeFinding({ items, distance, reason }: Finding): string {
  const names = items.map((item) => `${placeOf(item)} ${JSON.stringify(item.label)}`);
  const [first, second] = items.map(({ text }) => text);
  const texts =
    first === undefined ? '' : `: ${first}${second === undefined || second === first ? '' : ` | ${second}`}`;
  return `${names.join(' and ')}${distance === undefined ? '' : `, distance ${number(distance)}`}${reason === undefined ? '' : `, ${reason}`}${texts}`;
}

/** @returns where an item is, as in `training #12 (id)` */
export const placeOf = ({ split, position, id }: FoundItem): string =>
  `${split ? `${split} ` : ''}#${position}${id === undefined ? '' : ` (${id})`}`;
