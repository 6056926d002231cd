import type { TestAnnotation } from 'vitest';
import type { TestCase, TestModule, Vitest } from 'vitest/node';
import { baseReport, reportFolder, settingsOf, type DnnOptions } from '../src/plugin-options.ts';
import { plainText } from '../src/plain-text.ts';
import { assemble, type TestedTask } from '../src/report/assemble.ts';
import { imagesArtifact, type ImagesArtifact } from '../src/report/schemas/images-artifact.ts';
import type { Report } from '../src/report/schemas/report.ts';
import { matchingGates } from '../src/report/validate.ts';
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
import { chooseOutput, writeTerminal, type Output } from './terminal.ts';
import { checkThresholdNames } from './threshold-names.ts';

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
  const output = chooseOutput(vitest);
  try {
    printAnnotations(testModules, vitest, heard);
    await report(testModules, vitest, output, options);
  } catch (error) {
    failRun(error, output);
  }
}

async function report(
  testModules: readonly TestModule[],
  vitest: Vitest,
  output: Output,
  options: DnnOptions,
): Promise<void> {
  const fail = (error: unknown): void => failRun(error, output);
  const tasks = collect(testModules, fail);
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

  writeTerminal(report, output);
  const withoutImages = await writeExamples(report, folder, { sharded: Boolean(shard), fail });
  await writeJson(withoutImages, folder);
  await writeHtml(withImagesOf(report, withoutImages), folder);
  await writeMarkdown(withoutImages, folder);
  await writeTables(withoutImages, folder);
  await writeRobustBench(withoutImages, folder);
  if (!shard && !watch) {
    await writeComment(withoutImages, folder, base);
    const commit = await commitOf(root);
    await writeHistory(withoutImages, folder, commit);
    if (process.env.MLFLOW_TRACKING_URI) {
      const { logToMlflow } = await import('./mlflow/index.ts');
      await logToMlflow(withoutImages, folder, commit);
    }
  }
  await writeGithubSummary(withoutImages);
  if (report.thresholds.some(({ passed }) => !passed)) process.exitCode = 1;
  if (!shard) await checkThresholdNames(thresholds, report);
}

/** The report with the images of those gates whose contact sheet could be drawn. */
const withImagesOf = ({ gates }: Report, drawn: Report): Report => ({
  ...drawn,
  gates: drawn.gates.map((gate, at) => (gate.examples?.file ? gates[at] : gate)),
});

/**
 * Collects the data that the tests of a run wrote for the report. A gate that does not match its schema is left
 * out and fails the run, and so is a test whose `task.meta.dnn` holds anything else; all others are reported.
 */
function collect(testModules: readonly TestModule[], fail: (error: unknown) => void): TestedTask[] {
  return testModules.flatMap((testModule) => {
    const { project, relativeModuleId } = testModule;
    const file = project.name ? `|${project.name}| ${relativeModuleId}` : relativeModuleId;
    return [...testModule.children.allTests()].flatMap((testCase) => {
      const { dnn } = testCase.meta() as { dnn?: unknown };
      if (dnn === undefined) return [];
      const test = testCase.fullName;
      try {
        const meta = matchingGates(withImages(dnn, testCase), `The data of ${file} > ${test} for the report`, fail);
        const { state } = testCase.result();
        return [{ file, test, meta, fails: testCase.options.fails, ...(state !== 'pending' && { state }) }];
      } catch (error) {
        fail(error);
        return [];
      }
    });
  });
}

/**
 * Adds the images to the gates of a test, which Vitest carries separately. Of a test that was retried, the images of the last try are taken.
 * What is not as expected is left to the check of the schema.
 */
function withImages(dnn: unknown, testCase: TestCase): unknown {
  const artifacts = testCase.artifacts() as readonly { readonly type: string }[];
  const images = new Map(artifacts.filter(isImages).map((artifact) => [artifact.file, artifact.images] as const));
  const { gates } = Object(dnn) as { gates?: unknown };
  if (images.size === 0 || !Array.isArray(gates)) return dnn;
  const complete = gates.map((gate: unknown) => {
    const { examples } = Object(gate) as { examples?: { file?: string } };
    const ofGate = images.get(examples?.file ?? '');
    return ofGate ? { ...(gate as object), examples: { ...examples, images: ofGate } } : gate;
  });
  return { ...(dnn as object), gates: complete };
}

const isImages = (artifact: { readonly type: string }): artifact is ImagesArtifact => artifact.type === imagesArtifact;

function failRun(error: unknown, { stream, chalk }: Output): void {
  stream.write(`${chalk.red(`vitest-dnn: ${plainText(String(error), '\n\t')}`)}\n`);
  process.exitCode = 1;
}
