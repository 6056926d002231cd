import { baselines, datasets, known, numbers, small } from './options.mjs';

/** How the study is started, and what sets its scale. */
export function help() {
  const lines = Object.entries(numbers).map(
    ([name, option]) =>
      `  --${name.padEnd(17)} ${option.text}${option.default === undefined ? '' : ` (${option.default})`}`,
  );
  return [
    'npm run study -- <data set> [options]',
    '',
    `Data sets: ${Object.keys(datasets).join(', ')}; read from DNN_DATA_DIR, the cache, or downloaded.`,
    '',
    `  --${'whole'.padEnd(17)} train on all of mnist, with and without adversarial training; no other option counts`,
    `  --${'small'.padEnd(17)} the scale of docs/results/acquisition.md, unless other options say otherwise:`,
    ...wrapped(
      Object.entries(small)
        .map(([name, value]) => `--${name} ${value}`)
        .concat('--seeds 1,2'),
      ' ',
    ),
    `  --${'functions'.padEnd(17)} acquisition functions (${baselines.join(',')}), or all:`,
    ...wrapped(known, ','),
    `  --${'without'.padEnd(17)} acquisition functions that are left out of these`,
    `  --${'seeds'.padEnd(17)} repetitions (1,2,3)`,
    `  --${'compression'.padEnd(17)} compress the models, trained by each function and on everything`,
    `  --${'everything'.padEnd(17)} train a model on everything too: how many annotations reach its accuracy`,
    ...lines,
  ].join('\n');
}

/** The words in lines that stand below the description of an option. */
function wrapped(words, separator) {
  const lines = [''];
  for (const word of words) {
    if (lines.at(-1).length + word.length > 90) lines.push('');
    lines[lines.length - 1] += `${word}${separator}`;
  }
  lines[lines.length - 1] = lines.at(-1).slice(0, -1);
  return lines.map((line) => `${''.padEnd(22)}${line}`);
}
