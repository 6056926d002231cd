import type { Spread } from '../../../src/report/schemas/comparison-row.ts';

/** The text of a cell without a measurement. */
export const absent = '–';

/** @returns a share as a percentage with one decimal: 0.9412 → `94.1 %` */
export const percent = (share: number | null): string => (share === null ? absent : `${(share * 100).toFixed(1)} %`);

/** @returns a difference of shares in points, with its sign: 0.002 → `+0.2` */
export const points = (difference: number): string => signed(difference * 100, 1);

/** @returns a number with its sign; numbers that round to zero have none */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** @returns `mean ± deviation`; only the mean for a single run */
export function spread(value: Spread | null, runs: number, scale: number, digits: number): string {
  if (value === null) return absent;
  const mean = (value.mean * scale).toFixed(digits);
  return runs > 1 ? `${mean} ± ${(value.deviation * scale).toFixed(digits)}` : mean;
}

/** @returns the text of `spread`, with the sign of the mean */
export function signedSpread(value: Spread | null, runs: number, digits: number): string {
  if (value === null) return absent;
  const mean = signed(value.mean, digits);
  return runs > 1 ? `${mean} ± ${value.deviation.toFixed(digits)}` : mean;
}

/** @returns a distance between inputs with three digits: 0.04231 → `0.0423` */
export const distance = (value: number): string => String(Number(value.toPrecision(3)));

/** @returns a whole number with thousands separators: 12345 → `12,345` */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
