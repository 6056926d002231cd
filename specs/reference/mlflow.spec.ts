import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { logToMlflow } from '../../reporters/mlflow/index.ts';
import { assemble } from '../../src/report/assemble.ts';
import { gate } from '../unit/reporters/sample.ts';

const { DNN_PYTHON } = process.env;
const hasServer = DNN_PYTHON !== undefined && spawnSync(DNN_PYTHON, ['-c', 'import mlflow.server']).status === 0;
const uri = `http://127.0.0.1:${20_000 + (process.pid % 20_000)}`;

describe.skipIf(!hasServer)('a run logged to MLflow (needs DNN_PYTHON with mlflow)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-mlflow-'));
  let server: ChildProcess;
  let run: Run;

  interface Run {
    readonly info: { readonly run_id: string; readonly run_name: string; readonly status: string };
    readonly data: Readonly<Record<'metrics' | 'params' | 'tags', readonly { key: string; value: string | number }[]>>;
  }
  const ask = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${uri}/api/2.0/${path}`, {
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const valueOf = (key: string): unknown => run.data.metrics.find((metric) => metric.key === key)?.value;

  beforeAll(async () => {
    const store = [
      '--backend-store-uri',
      `sqlite:///${folder}/mlflow.db`,
      '--artifacts-destination',
      join(folder, 'artifacts'),
    ];
    const place = ['--host', '127.0.0.1', '--port', new URL(uri).port, '--workers', '1'];
    server = spawn(DNN_PYTHON as string, ['-m', 'mlflow', 'server', ...store, ...place], {
      stdio: 'ignore',
      detached: true,
      cwd: folder,
    });
    for (let seconds = 0; seconds < 150; seconds++) {
      if ((await fetch(`${uri}/health`).catch(() => undefined))?.ok) break;
      await wait(1000);
    }
    const gates = Array.from({ length: 600 }, (_, i) =>
      gate(i === 3 ? Number.NaN : i / 600, { quantity: `accuracy (pgd@${i})` }),
    );
    const report = assemble(
      [{ file: 'a.spec.ts', test: 'digits > survives', meta: { gates, models: [], engines: ['wasm'] } }],
      {
        header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
        retraining: [],
        thresholds: {},
      },
    );
    writeFileSync(join(folder, 'report.json'), '{"gates":[]}');
    vi.stubEnv('MLFLOW_TRACKING_URI', uri);
    vi.stubEnv('MLFLOW_EXPERIMENT_NAME', 'digits, in CI');
    vi.stubEnv('MLFLOW_RUN_NAME', 'first');
    const print = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await Promise.all([logToMlflow(report, folder, 'abc'), logToMlflow(report, folder, 'abc')]);
    expect(print.mock.calls.join('')).toMatch(/^vitest-dnn: logged to .*\nvitest-dnn: logged to .*\n$/);
    print.mockRestore();
    const found = await ask('mlflow/experiments/get-by-name?experiment_name=digits%2C%20in%20CI');
    const { experiment_id: id } = found.experiment as { experiment_id: string };
    const { runs } = (await ask('mlflow/runs/search', { experiment_ids: [id] })) as { runs: Run[] };
    expect(runs).toHaveLength(2);
    [run] = runs;
  }, 240_000);

  afterAll(() => {
    if (server.pid) process.kill(-server.pid, 'SIGKILL'); // the server and its workers
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  test('is one run, which failed', () => {
    expect(run.info).toMatchObject({ run_name: 'first', status: 'FAILED' });
  });

  test('has all metrics, more than a request holds', () => {
    expect(run.data.metrics).toHaveLength(4 * 600 + 2 - 2); // NaN equals no value, so its gate has no interval of its own
    expect(valueOf('digits/survives/accuracy pgd 599')).toBeCloseTo(599 / 600, 12);
  });

  test('keeps NaN', () => {
    expect(valueOf('digits/survives/accuracy pgd 3')).toBe('NaN');
  });

  test('has parameters, tags and the report as an artifact', async () => {
    expect(run.data.params).toContainEqual({ key: 'seed', value: '1' });
    expect(run.data.tags).toContainEqual({ key: 'mlflow.source.git.commit', value: 'abc' });
    const { files } = (await ask(`mlflow/artifacts/list?run_id=${run.info.run_id}`)) as { files: { path: string }[] };
    expect(files.map(({ path }) => path)).toEqual(['report.json']);
  });
});
