import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { square } from '../../src/attacks/index.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../src/evaluation/index.ts';
import { service } from '../../src/models/index.ts';
import { figures } from './agreement.ts';

const { DNN_PYTHON } = process.env;
const hasServer = DNN_PYTHON !== undefined && spawnSync(DNN_PYTHON, ['-c', 'import mlserver_sklearn']).status === 0;
const port = 20_000 + (process.pid % 20_000);
const model = `http://127.0.0.1:${port}/v2/models/digits`;

interface Answers {
  readonly inputs: number[];
  readonly labels: number[];
  readonly predicted: number[];
  readonly probabilities: number[];
}

describe.skipIf(!hasServer)('a model served by MLServer (needs DNN_PYTHON with mlserver and mlserver-sklearn)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'model-server-'));
  let server: ChildProcess;
  let answers: Answers;
  let split: Split;

  beforeAll(async () => {
    const script = fileURLToPath(new URL('generators/model-server.py', import.meta.url));
    execFileSync(DNN_PYTHON as string, ['-P', script, '--output', folder, '--port', String(port)]);
    answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Answers;
    const labels = Int32Array.from(answers.labels);
    split = { inputs: Float32Array.from(answers.inputs), itemShape: [8, 8, 1], labels, size: labels.length };
    const program = join(dirname(DNN_PYTHON as string), 'mlserver');
    server = spawn(program, ['start', folder], { stdio: 'ignore' });
    for (let seconds = 0; seconds < 120; seconds++) {
      if ((await fetch(`${model}/ready`).catch(() => undefined))?.ok) return;
      await wait(1000);
    }
  }, 180_000);

  afterAll(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  test('answers the probabilities of scikit-learn', async () => {
    const predictor = service(model, { output: 'predict_proba', batch: 16 });
    const { data, columns } = (await predictor.predict(split.inputs as Float32Array, split.size)) as {
      data: Float32Array;
      columns: number;
    };
    expect(columns).toBe(10);
    const largest = data.reduce((most, value, i) => Math.max(most, Math.abs(value - answers.probabilities[i])), 0);
    expect(largest, figures(`largest difference of ${data.length} probabilities: ${largest}`)).toBeLessThan(1e-6);
  });

  test('answers labels unless an output is named', async () => {
    const answer = await service(model).predict(split.inputs as Float32Array, split.size);
    expect(answer).toEqual({ labels: Int32Array.from(answers.predicted) });
    const right = answers.predicted.filter((label, i) => label === answers.labels[i]).length;
    const { value } = await evaluateAccuracy(service(model), split);
    expect(value, figures(`accuracy by labels: ${value}`)).toBe(right / split.size);
  });

  test('is attacked by its probabilities', async () => {
    const predictor = service(model, { output: 'predict_proba' });
    const options = { epsilon: 0.2, limit: 20, seed: 1 };
    const { value, cleanAccuracy } = await evaluateRobustness(predictor, split, square.with({ queries: 100 }), options);
    expect(value, figures(`accuracy ${cleanAccuracy}, under square(0.2) ${value}`)).toBeLessThan(cleanAccuracy);
  }, 60_000);

  test.for<[string, string, object, string]>([
    [
      'an image instead of a list',
      model,
      { shape: [8, 8] },
      'it answered 500 Internal Server Error: Internal Server Error',
    ],
    [
      'an output that it lacks',
      model,
      { output: 'scores' },
      'it answered 400 Bad Request: {"error":"SKLearnModel only supports',
    ],
    ['another model', model.replace('digits', 'letters'), {}, 'it answered 404 Not Found'],
    ['a type that does not exist', model, { datatype: 'BF16' }, 'it answered '],
  ])('refuses %s without being asked again', async ([, url, options, message]) => {
    const error: unknown = await (async () =>
      service(url, options).predict((split.inputs as Float32Array).slice(0, 128), 2))().catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain(' tries)');
  });
});
