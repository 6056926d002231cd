import { baselines, datasets, names, numbers, small } from './options.mjs';

/** Returns the help text: the command and its options. */
export function help() {
  const lines = Object.entries(numbers).map(
    ([name, option]) =>
      `  --${name.padEnd(17)} ${option.text}${option.default === undefined ? '' : ` (${option.default})`}`,
  );
  return [
    'npm run study -- <data set> [options]',
    '',
    `Data sets: ${Object.keys(datasets).join(', ')}; read from DNN_DATA_DIR or the cache, otherwise downloaded.`,
    '',
    `  --${'whole'.padEnd(17)} train on all of mnist, with and without adversarial training; other options are ignored`,
    `  --${'small'.padEnd(17)} the scale of docs/results/acquisition.md; other options override it:`,
    ...wrapped(
      Object.entries(small)
        .map(([name, value]) => `--${name} ${value}`)
        .concat('--seeds 1,2'),
      ' ',
    ),
    `  --${'functions'.padEnd(17)} acquisition functions (${baselines.join(',')}), or all:`,
    ...wrapped(names, ','),
    `  --${'without'.padEnd(17)} acquisition functions to exclude from these`,
    `  --${'seeds'.padEnd(17)} one repetition per seed (1,2,3)`,
    `  --${'compression'.padEnd(17)} compress the models trained by each function and on everything`,
    `  --${'everything'.padEnd(17)} also train on everything, to count the annotations that reach its accuracy`,
    ...lines,
  ].join('\n');
}

/** Returns the words in lines, indented to the descriptions of options. */
function wrapped(words, separator) {
  const lines = [''];
  for (const word of words) {
    if (lines.at(-1).length + word.length > 90) lines.push('');
    lines[lines.length - 1] += `${word}${separator}`;
  }
  lines[lines.length - 1] = lines.at(-1).slice(0, -1);
  return lines.map((line) => `${''.padEnd(22)}${line}`);
}
