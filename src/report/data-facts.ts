import { number } from './number.ts';
import type { DataMeasurement } from './schemas/data-measurement.ts';

/** Further classes are only in the report. */
const mostClasses = 8;

const counted = (count: number, noun: string, rest: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'} ${rest}`;

/** @returns details to show after the number of items */
export function dataDetails({ groups, compared, notFinite, outside, check }: DataMeasurement): string {
  const parts = [
    ...(groups === undefined ? [] : [counted(groups, check === 'leakage' ? 'pair' : 'group', 'of such items')]),
    ...(compared === undefined ? [] : [counted(compared, 'pair', 'compared in full')]),
    ...(notFinite === undefined ? [] : [counted(notFinite, 'value', 'not finite')]),
    ...(outside === undefined ? [] : [counted(outside, 'value', 'outside the range')]),
  ];
  return parts.map((part) => `; ${part}`).join('');
}

/** @returns further results, as pairs of name and string */
export function dataFacts({
  classes,
  divergence,
  expectedDivergence,
  pValue,
  parameters,
}: DataMeasurement): [string, string][] {
  const shown = classes?.slice(0, mostClasses) ?? [];
  const rest = classes && classes.length > shown.length + 1;
  const least = classes && classes.length > shown.length ? [classes[classes.length - 1]] : [];
  const texts = [...shown, ...least].map(
    ({ name, items, others }) => `${JSON.stringify(name)} ${items}${others === undefined ? '' : ` and ${others}`}`,
  );
  if (rest) texts.splice(shown.length, 0, '…');
  const { definition } = parameters as { definition?: unknown };
  return [
    ...(classes ? [['classes', texts.join(', ')] satisfies [string, string]] : []),
    ...(typeof definition === 'string' ? [['measure', definition] satisfies [string, string]] : []),
    ...(divergence === undefined
      ? []
      : [
          [
            'distance',
            `Jensen-Shannon ${number(divergence)}; ${number(expectedDivergence ?? 0)} on average if both were of one distribution; p ${number(pValue ?? 0)}`,
          ] satisfies [string, string],
        ]),
  ];
}
