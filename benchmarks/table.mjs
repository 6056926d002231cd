/** Returns the cells of a row: the results of the peers, then the ratios, and those of the processor time if wanted. */
export function cellsOf({ row, unit, results, ratios, processorRatios }, withProcessor) {
  return [
    row,
    ...results.map((result) => cellOf(result, unit)),
    ...[...ratios, ...(withProcessor ? processorRatios : [])].map((ratio) =>
      ratio ? withSpread(ratio, (value) => value.toFixed(2)) : '–',
    ),
  ];
}

/** The cell of a peer that does not offer a case, used as its error. */
export const absent = '–';

function cellOf(result, unit) {
  if (result.error) return result.error === absent ? absent : `failed: ${result.error}`;
  return [withPeak(result, unit), result.note].filter(Boolean).join(' · ');
}

/** Returns cells as a Markdown table with aligned columns. */
export function markdown(head, rows) {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

function withPeak(result, unit) {
  return result.peak ? `${quantity(result, unit)}, ${Math.round(result.peak / 1e6)} MB` : quantity(result, unit);
}

function quantity(summary, unit) {
  if (unit === 'bytes') return withSpread(summary, (value) => String(Math.round(value / 1e6)), 'MB');
  if (unit !== 'seconds') return withSpread(summary, (value) => value.toPrecision(3), unit);
  return summary.median < 1
    ? withSpread(summary, (value) => (value < 0.9995 ? (value * 1000).toPrecision(3) : (value * 1000).toFixed(0)), 'ms')
    : withSpread(summary, (value) => value.toFixed(2), 's');
}

function withSpread({ median, low, high, samples }, format, unit = '') {
  const spread = samples > 1 ? ` (${format(low)}–${format(high)})` : '';
  return `${format(median)}${unit && ` ${unit}`}${spread}`;
}
