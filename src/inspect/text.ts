import { plainText } from '../plain-text.ts';
import type { Inspection, Normalisation, Port } from './contract.ts';

/** More parts than a reader looks through. */
const mostParts = 200;

/** @returns an inspection as lines for a terminal */
export function textOf({
  path,
  kind,
  inputs,
  outputs,
  unit,
  parts,
  parameters,
  multiplyAdds,
  inputRange,
  normalisation,
  works,
  lacks,
  open,
}: Inspection): string {
  const lines = [
    `${path}: ${kind}`,
    '',
    ...inputs.map((port) => `input   ${portText(port)}`),
    ...outputs.map((port) => `output  ${portText(port)}`),
    ...(inputRange ? [`range   ${JSON.stringify(inputRange.range)}: ${inputRange.because}`] : []),
    ...(normalisation ? [`scales  ${normalisationText(normalisation)}`] : []),
    ...(unit === 'none'
      ? []
      : [
          `weights ${count(parameters)}${multiplyAdds === undefined ? '' : `, ${count(multiplyAdds)} multiply-adds per input`}`,
        ]),
    ...(unit === 'none'
      ? []
      : [
          '',
          `${unit}:`,
          ...table(
            parts
              .slice(0, mostParts)
              .map(({ name, type, shape, parameters: own }) => [name, type, shape, own > 0 ? count(own) : '']),
          ),
        ]),
    ...(parts.length > mostParts ? [`  … ${parts.length - mostParts} more`] : []),
    '',
    `open it with ${open}`,
    ...(works.length > 0 ? ['', 'works:', `  ${works.join(', ')}`] : []),
    ...(lacks.length > 0 ? ['', 'does not work:', ...table(lacks.map(({ what, why }) => [what, why]))] : []),
  ];
  return lines.map((line) => plainText(line)).join('\n');
}

const portText = ({ name, type, shape }: Port): string =>
  `"${name}" ${type} ${shape ? `[${shape.map((size) => size ?? 'any').join(', ')}]` : 'of unknown shape'}`;

const normalisationText = ({ layers, mean, std }: Normalisation): string =>
  `x ← (x − ${numbers(mean)}) / ${numbers(std)} by its own layers ${layers.map((name) => `"${name}"`).join(', ')}: pass no normalize`;

const numbers = (values: readonly number[]): string =>
  values.length === 1 ? String(values[0]) : `[${values.slice(0, 4).join(', ')}${values.length > 4 ? ', …' : ''}]`;

const count = (value: number): string => value.toLocaleString('en-US');

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.min(40, Math.max(...rows.map((row) => row[column].length))));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd());
}
