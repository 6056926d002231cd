import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainText } from '../../src/plain-text.ts';
import type { Report } from '../../src/report/schemas/report.ts';
import { mlflowLog } from './log.ts';
import { sendToMlflow } from './send.ts';

/** The files of the report folder that a run keeps as artifacts. */
const artifacts = ['report.json', 'report.md', 'comment.md'];

/**
 * Logs the report as a run of MLflow, if `MLFLOW_TRACKING_URI` names a server. `MLFLOW_EXPERIMENT_NAME` and `MLFLOW_RUN_NAME` name experiment
 * and run; `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, authorise. A server that cannot be reached is
 * reported on stderr: the verdicts of the tests stand without it.
 */
export async function logToMlflow(report: Report, folder: string, commit: string | null): Promise<void> {
  const {
    MLFLOW_TRACKING_URI: uri,
    MLFLOW_EXPERIMENT_NAME: experiment = 'vitest-dnn',
    MLFLOW_RUN_NAME: runName,
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: user,
    MLFLOW_TRACKING_PASSWORD: password = '',
  } = process.env;
  if (!uri) return;
  const warn = (what: string): void => {
    process.stderr.write(
      `vitest-dnn: ${plainText(what, '\n')}\nThe run is not in MLflow; report.json holds its results.\n`,
    );
  };
  if (!/^https?:\/\//.test(uri)) {
    warn(`MLFLOW_TRACKING_URI is "${uri}". Expected the URL of a server, such as http://127.0.0.1:5000.`);
    return;
  }
  const basic = user && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const authorization = token ? `Bearer ${token}` : basic;
  try {
    const ended = Date.now();
    const seconds = report.gates.reduce((sum, { measurement }) => sum + measurement.seconds, 0);
    const files = new Map<string, string>();
    for (const name of artifacts) {
      const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
      if (text !== undefined) files.set(name, text);
    }
    const isFailed = report.gates.some(({ passed }) => !passed) || (report.errors?.length ?? 0) > 0;
    const log = mlflowLog(report, ended, commit);
    const target = { uri, experiment, ...(runName && { runName }), ...(authorization && { authorization }) };
    const started = Math.round(ended - 1000 * seconds);
    const id = await sendToMlflow(target, log, { files, started, ended, isFailed });
    process.stderr.write(`vitest-dnn: logged to ${uri} as run ${id} of experiment "${experiment}".\n`);
  } catch (error) {
    warn((error as Error).message);
  }
}
