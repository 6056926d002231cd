import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Split } from '../../src/datasets/contract.ts';
import { idx } from '../../src/datasets/formats/idx.ts';
import { hosts, installed, writeFiles } from '../support/installed.ts';
import { run, type Finished } from '../support/project.ts';
import { serve } from '../unit/models/remote/http-service.ts';

/** Runs the published examples with models and data of other tools, as they lie in the packed package, without Python. */
describe('a project with a model of another tool', () => {
  let project: string;
  const packed = (name: string): string => join(project, 'node_modules/vitest-dnn/examples', name);
  beforeAll(async () => {
    const [, current] = hosts;
    project = await installed(current);
  });

  /** Runs an example in a folder of its own. */
  const example = async (name: string, files: Record<string, string> = {}, url = ''): Promise<Finished> => {
    const folder = join(project, 'examples', name);
    cpSync(packed(name), folder, { recursive: true });
    writeFiles(folder, files);
    const cli = join(project, 'node_modules/vitest/vitest.mjs');
    return run(process.execPath, [cli, 'run'], folder, { DNN_CACHE_DIR: join(folder, 'cache'), MODEL_URL: url });
  };
  const passed = ({ status, output }: Finished, tests: number): void => {
    expect(status, output).toBe(0);
    expect(output).toMatch(new RegExp(`Tests +${tests} passed \\(${tests}\\)`));
    expect(output).not.toContain('⚠');
  };

  test.concurrent.for([
    ['pytorch', 3],
    ['keras', 4],
    ['onnx', 3],
    ['safetensors', 3],
    ['data', 3],
  ] as const)('runs for %s, without a warning', async ([name, tests]) => {
    passed(await example(name), tests);
  });

  test('runs for a service, which answers here by the nearest of the training digits', async () => {
    const { train, test: unseen } = idx(join(packed('onnx'), 'data'));
    const { url } = await serve(({ method, body }) => {
      if (method === 'GET') return { name: 'digits' };
      const [{ data, shape }] = (body as { inputs: [{ data: number[]; shape: [number, number] }] }).inputs;
      const scores = Array.from({ length: shape[0] }, (_, item) => similarities(data.slice(item * 64), train));
      return { outputs: [{ name: 'predict_proba', shape: [shape[0], 10], datatype: 'FP32', data: scores.flat() }] };
    });
    const digits = { images: [...unseen.inputs], labels: [...unseen.labels] };
    passed(await example('service', { 'digits.json': JSON.stringify(digits) }, `${url}/v2/models/digits`), 2);
  });

  test('needs nothing that is not published', () => {
    for (const name of ['pytorch', 'keras', 'onnx', 'safetensors', 'service'])
      expect(readdirSync(packed(name), { recursive: true }), name).toEqual(
        expect.arrayContaining(['README.md', 'model.py', 'package.json', '.github/workflows/quality.yml']),
      );
  });
});

/** Per class, how close an image lies to the nearest image of the class, in (0, 1]. */
function similarities(image: readonly number[], { inputs, labels }: Split): number[] {
  const nearest = Array.from({ length: 10 }, () => Infinity);
  labels.forEach((label, at) => {
    let distance = 0;
    for (let i = 0; i < 64; i++) distance += (image[i] - inputs[at * 64 + i]) ** 2;
    nearest[label] = Math.min(nearest[label], distance);
  });
  return nearest.map((distance) => Math.exp(-distance));
}
