import { join } from 'node:path';
import type { TestAnnotation } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';
import { baseReport, reportFolder, settingsOf, type DnnOptions } from '../src/plugin-options.ts';
import { plainText } from '../src/plain-text.ts';
import { assemble } from '../src/report/assemble.ts';
import type { Report } from '../src/report/schemas/report.ts';
import { version } from '../src/version.ts';
import { writeExamples } from './adversarial-examples.ts';
import { obsoleteChecks } from './baselines.ts';
import { writeComment } from './comment.ts';
import { printAnnotations } from './github-annotations.ts';
import { writeGithubSummary } from './github-summary.ts';
import { commitOf, writeHistory } from './history.ts';
import { writeHtml } from './html.ts';
import { writeJson } from './json.ts';
import { writeMarkdown } from './markdown.ts';
import { retrainModels } from './retraining/retraining.ts';
import { writeRobustBench } from './robust-bench.ts';
import { writeTables } from './tables.ts';
import { chooseOutput, writePlace, writeTerminal, type Terminal } from './terminal.ts';
import { testedTasks } from './tested-tasks.ts';
import { checkThresholdNames } from './threshold-names.ts';
import { writeOutputs, type Output } from './write-outputs.ts';

const mlflow = () => import('./mlflow/index.ts');

/**
 * Writes all outputs of a run. What fails is printed and fails the run.
 *
 * @param heard - annotations that Vitest announced while it merged blobs
 */
export async function reportRun(
  testModules: readonly TestModule[],
  vitest: Vitest,
  options: DnnOptions,
  heard: ReadonlySet<TestAnnotation>,
): Promise<void> {
  const terminal = chooseOutput(vitest);
  try {
    printAnnotations(testModules, vitest, heard);
    await report(testModules, vitest, terminal, options);
  } catch (error) {
    failRun(error, terminal);
  }
}

async function report(
  testModules: readonly TestModule[],
  vitest: Vitest,
  terminal: Terminal,
  options: DnnOptions,
): Promise<void> {
  const fail = (error: unknown): void => failRun(error, terminal);
  const tasks = testedTasks(testModules, fail);
  const { thresholds = {} } = options;
  const { root, shard, watch, mergeReports } = vitest.config;
  const obsolete = await obsoleteChecks(testModules, vitest).catch((error: unknown) => {
    fail(error);
    return [];
  });
  const base = baseReport(options, root);
  if (tasks.length + obsolete.length === 0 && !base) return;
  const folder = reportFolder(options, root);
  const retraining = watch
    ? []
    : await retrainModels(tasks, options, {
        folder,
        root,
        merged: Boolean(mergeReports),
        sharded: Boolean(shard),
        fail,
      }).catch((error: unknown) => {
        fail(error); // the measurements of the tests are reported nevertheless
        return [];
      });
  const report = assemble(tasks, {
    header: { package: 'vitest-dnn', version, seed: settingsOf(options, root).seed },
    retraining,
    obsolete,
    thresholds: shard ? {} : thresholds, // a shard only has a part of the runs
  });

  writeTerminal(report, terminal);
  const withoutImages = await writeExamples(report, folder, { sharded: Boolean(shard), fail });
  const isWhole = !shard && !watch;
  const commit = isWhole ? await commitOf(root) : null;
  const tracked = isWhole && process.env.MLFLOW_TRACKING_URI;
  const outputs: (Output | false | undefined | '')[] = [
    ['report.json', () => writeJson(withoutImages, folder)],
    isWhole && ['comment.md', () => writeComment(withoutImages, folder, base)],
    ['index.html', () => writeHtml(withImagesOf(report, withoutImages), folder)],
    ['report.md', () => writeMarkdown(withoutImages, folder)],
    ['tables', () => writeTables(withoutImages, folder)],
    ['robust-bench', () => writeRobustBench(withoutImages, folder)],
    isWhole && ['history.jsonl', () => writeHistory(withoutImages, folder, commit)],
    tracked && ['the run in MLflow', async () => (await mlflow()).logToMlflow(withoutImages, folder, commit)],
    ['the summary of the step', () => writeGithubSummary(withoutImages)],
  ];
  const written = await writeOutputs(
    outputs.filter((each): each is Output => Boolean(each)),
    folder,
    fail,
  );
  if (written.has('index.html')) writePlace(join(folder, 'index.html'), terminal);
  if (report.thresholds.some(({ passed }) => !passed)) process.exitCode = 1;
  if (!shard) await checkThresholdNames(thresholds, report);
}

/** The report with the images of those gates whose contact sheet could be drawn. */
const withImagesOf = ({ gates }: Report, drawn: Report): Report => ({
  ...drawn,
  gates: drawn.gates.map((gate, at) => ((gate.examples ?? gate.findings)?.file ? gates[at] : gate)),
});

function failRun(error: unknown, { stream, chalk }: Terminal): void {
  stream.write(`${chalk.red(`vitest-dnn: ${plainText(String(error), '\n\t')}`)}\n`);
  process.exitCode = 1;
}
