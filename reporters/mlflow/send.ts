import { setTimeout as sleep } from 'node:timers/promises';
import { DnnError } from '../../src/errors.ts';
import { isObject } from '../../src/options.ts';
import type { MlflowLog } from './log.ts';

/** Where and as whom to log. */
export interface MlflowTarget {
  /** URL of the tracking server. */
  readonly uri: string;
  readonly experiment: string;
  /** Name of the run; without one, MLflow makes one up. */
  readonly runName?: string;
  /** The header `Authorization`. */
  readonly authorization?: string;
}

/** Most entries of a request. @see https://mlflow.org/docs/latest/rest-api.html#log-batch */
const most = { metrics: 1000, params: 100, tags: 100 };

/** Most time of a request, in milliseconds, and number of tries of one that the server does not answer. */
const [limit, tries] = [30_000, 3];

/**
 * Logs a run to an MLflow server: metrics, parameters and tags in chunks, then files as artifacts.
 *
 * @param files - artifacts by name
 * @returns the id of the run
 * @throws DnnError - if the server refuses a request or does not answer
 */
export async function sendToMlflow(
  target: MlflowTarget,
  log: MlflowLog,
  {
    files,
    started,
    ended,
    isFailed,
  }: {
    readonly files: ReadonlyMap<string, string>;
    readonly started: number;
    readonly ended: number;
    readonly isFailed: boolean;
  },
): Promise<string> {
  const { experiment, runName } = target;
  const experimentId = await experimentOf(target, experiment);
  const created = await post(target, 'runs/create', {
    experiment_id: experimentId,
    start_time: started,
    ...(runName && { run_name: runName }),
    tags: log.tags.slice(0, most.tags),
  });
  const { run_id: id, artifact_uri: artifactUri } = infoOf(created);
  for (let i = 0; i < log.metrics.length; i += most.metrics)
    await post(target, 'runs/log-batch', { run_id: id, metrics: log.metrics.slice(i, i + most.metrics) });
  for (let i = 0; i < log.params.length; i += most.params)
    await post(target, 'runs/log-batch', { run_id: id, params: log.params.slice(i, i + most.params) });
  for (let i = most.tags; i < log.tags.length; i += most.tags)
    await post(target, 'runs/log-batch', { run_id: id, tags: log.tags.slice(i, i + most.tags) });
  // A server that serves artifacts names them by its own scheme; others store them where only its clients reach.
  const path = /^mlflow-artifacts:\/*(.*)$/.exec(artifactUri)?.[1];
  if (path !== undefined) {
    for (const [name, text] of files)
      await request(target, `mlflow-artifacts/artifacts/${path}/${encodeURIComponent(name)}`, 'PUT', text);
  }
  const status = isFailed ? 'FAILED' : 'FINISHED';
  await post(target, 'runs/update', { run_id: id, status, end_time: ended });
  return id;
}

/** Finds or creates an experiment. Of two processes that create it at once, one finds that of the other. */
async function experimentOf(target: MlflowTarget, name: string): Promise<string> {
  const found = await getExperiment(target, name);
  if (found) return found;
  try {
    return String(Reflect.get(await post(target, 'experiments/create', { name }), 'experiment_id'));
  } catch (error) {
    const other = await getExperiment(target, name);
    if (other) return other;
    throw error;
  }
}

async function getExperiment(target: MlflowTarget, name: string): Promise<string | undefined> {
  const query = `mlflow/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
  const answer = await request(target, query, 'GET').catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  });
  const experiment = answer?.experiment;
  return isObject(experiment) ? String(experiment.experiment_id) : undefined;
}

function infoOf(answer: Readonly<Record<string, unknown>>): { run_id: string; artifact_uri: string } {
  const { run } = answer;
  const info = isObject(run) && isObject(run.info) ? run.info : {};
  return { run_id: String(info.run_id), artifact_uri: String(info.artifact_uri) };
}

const post = (target: MlflowTarget, path: string, body: object): Promise<Readonly<Record<string, unknown>>> =>
  request(target, `mlflow/${path}`, 'POST', JSON.stringify(body));

/** An answer of the server that is no success. */
class Refusal extends DnnError {
  readonly status: number;
  constructor(status: number, message: string) {
    super('DNN_MLFLOW', message);
    this.status = status;
  }
}

async function request(
  { uri, authorization }: MlflowTarget,
  path: string,
  method: string,
  body?: string,
): Promise<Readonly<Record<string, unknown>>> {
  const url = `${uri.replace(/\/+$/, '')}/api/2.0/${path}`;
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(limit) });
      const text = await response.text();
      if (response.ok) return parsed(text);
      const message = `MLflow refuses ${method} ${path.split('?')[0]} with ${response.status}: ${text.slice(0, 300)}`;
      if (response.status < 500 || attempt === tries) throw new Refusal(response.status, message);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (attempt === tries) {
        const { message, cause } = error as Error;
        throw new DnnError('DNN_MLFLOW', `${uri} does not answer: ${(cause as Error | undefined)?.message ?? message}`);
      }
    }
    await sleep(200 * attempt);
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {}; // the answer to an artifact may be empty
  }
}
