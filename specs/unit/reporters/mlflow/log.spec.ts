import { describe, expect, test, vi } from 'vitest';
import { logToMlflow } from '../../../../reporters/mlflow/index.ts';
import { mlflowLog } from '../../../../reporters/mlflow/log.ts';
import { assemble } from '../../../../src/report/assemble.ts';
import type { Gate } from '../../../../src/report/schemas/gate.ts';
import type { Report } from '../../../../src/report/schemas/report.ts';
import { gate, run } from '../sample.ts';

const reportOf = (gates: readonly Gate[], test = 'digits > survives'): Report =>
  assemble(
    [{ file: 'a.spec.ts', test, meta: { gates: [...gates], models: [run('dre', 1, [0.5, 0.7])], engines: ['wasm'] } }],
    {
      header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
      retraining: [],
      thresholds: {},
    },
  );
const accepted = /^(?!\/)[A-Za-z0-9_\-.: /]{1,250}$/;

describe('the log for MLflow', () => {
  test('has a metric per value, end of an interval, verdict and stage', () => {
    const { metrics, params, tags } = mlflowLog(reportOf([gate(0.7)]), 5, 'abc');
    expect(metrics.map(({ key, value, step }) => [key, value, step])).toEqual([
      ['digits/survives/robust accuracy under pgd 0.3', 0.7, 0],
      ['digits/survives/robust accuracy under pgd 0.3 passed', 1, 0],
      ['digits/survives/robust accuracy under pgd 0.3 low', expect.closeTo(0.66), 0],
      ['digits/survives/robust accuracy under pgd 0.3 high', expect.closeTo(0.74), 0],
      ['leNet5-dre-1/accuracy by labels', 0.5, 200],
      ['leNet5-dre-1/accuracy by labels', 0.7, 400],
      ['gates', 1, 0],
      ['gates failed', 0, 0],
    ]);
    expect(params.map(({ key }) => key)).toEqual(['seed', 'engines', 'model/leNet5-dre-1']);
    expect(tags).toContainEqual({ key: 'mlflow.source.git.commit', value: 'abc' });
  });

  test('maps every name to a key that the server accepts, and different names to different keys', () => {
    const names = [
      'a|b <script>',
      '精度',
      '',
      '../../etc',
      '//',
      'acc@0.3',
      'acc(0.3)',
      'x'.repeat(400),
      `${'x'.repeat(400)}y`,
    ];
    const gates = names.map((quantity) => gate(0.7, { quantity }));
    const keys = mlflowLog(reportOf(gates, '/'), 5, null).metrics.map(
      ({ key, step }) => `${key}${step > 0 ? step : ''}`,
    );
    for (const key of keys) expect(key).toMatch(accepted);
    expect(keys.some((key) => key.split('/').includes('..'))).toBe(false);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('writes numbers that JSON lacks as text, and cuts long parameters', () => {
    const report = reportOf([gate(Number.NaN), gate(Number.NEGATIVE_INFINITY, { quantity: 'low' })]);
    const { metrics } = mlflowLog(report, 5, null);
    expect(metrics[0].value).toBe('NaN');
    expect(metrics.find(({ key }) => key === 'digits/survives/low')?.value).toBe('-Infinity');
    const [model] = report.models;
    const long = { ...report, models: [{ ...model, options: { note: 'x'.repeat(9000) } }] };
    expect(mlflowLog(long, 5, null).params[2].value).toHaveLength(6000);
  });
});

test.each([
  ['mlruns', 'Expected the URL of a server'],
  ['http://127.0.0.1:9', 'http://127.0.0.1:9 does not answer: '],
])('a run survives MLFLOW_TRACKING_URI=%s, and says why it is not logged', async (uri, message) => {
  vi.stubEnv('MLFLOW_TRACKING_URI', uri);
  const print = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await logToMlflow(reportOf([gate(0.7)]), 'nowhere', null);
  expect(print.mock.calls.join('')).toContain(message);
  print.mockRestore();
});
