/**
 * Compares acquisition functions for robust active learning on real data, in the setting of Guo et al. 2021, tables 3 and 4.
 * Completed stages stay in the cache, so the same command resumes an interrupted study.
 *
 *   npm run study -- mnist --stages 6 --seeds 1
 *
 * --small sets the scale of docs/results/acquisition.md, which takes two cores less than two hours.
 *
 *   npm run study -- mnist --functions all --small --everything
 *
 * --whole trains on the whole training split instead, with and without adversarial training, and checks both models by gates.
 *
 * --compression measures the effect of quantisation and pruning on models trained by active learning and on everything, in
 * the setting of Hu et al. 2021, table V and figure 5 (standard training).
 *
 *   npm run study -- mnist --compression --stages 6 --seeds 1
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { help } from './study/help.mjs';
import { read, settings } from './study/settings.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = read();
if (values.help) {
  console.log(help());
  process.exit(0);
}
const study = settings(positionals, values);
const config = `specs/study/${values.whole ? 'whole-data' : 'vitest'}.config.ts`;
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DNN_STUDY: JSON.stringify(study) },
  },
);
process.exit(status ?? 1);
