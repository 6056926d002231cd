import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { square } from '../../src/attacks/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../src/evaluation/index.ts';
import { onnxPredictor, type Answer } from '../../src/models/index.ts';
import { figures } from './agreement.ts';

/** A model, and the answer of ONNX Runtime in Python. Made by `python specs/reference/generators/onnx-predictor.py`. */
interface Case {
  readonly name: string;
  readonly model: string;
  readonly files: Readonly<Record<string, string>>;
  readonly output: string;
  readonly itemShape: number[];
  readonly inputs: number[];
  readonly answer: number[];
  readonly count: number;
}

const golden = JSON.parse(readFileSync(new URL('golden/onnx-predictor.json', import.meta.url), 'utf8')) as {
  readonly cases: Case[];
  readonly newer: string;
};
const root = mkdtempSync(join(tmpdir(), 'onnx-predictor-'));
afterAll(() => rmSync(root, { recursive: true }));

function saved(name: string, model: string, files: Case['files'] = {}): string {
  for (const [file, content] of Object.entries(files)) writeFileSync(join(root, file), Buffer.from(content, 'base64'));
  const path = join(root, `${name.replaceAll(/\W+/g, '-')}.onnx`);
  writeFileSync(path, Buffer.from(model, 'base64'));
  return path;
}

const valuesOf = (answer: Answer): ArrayLike<number> =>
  'labels' in answer ? answer.labels : (answer as { data: Float32Array }).data;

describe.each(['onnxruntime-node', 'onnxruntime-web'] as const)('%s', async (runtime) => {
  const isInstalled = await import(runtime as string).then(
    () => true,
    () => false,
  );

  describe.skipIf(!isInstalled)(`compared with ONNX Runtime in Python (needs ${runtime})`, () => {
    beforeAll(() => startEngine('wasm'));

    test.each(golden.cases)('answers $name alike', async ({ name, model, files, output, inputs, answer, count }) => {
      const values = valuesOf(
        await onnxPredictor(saved(name, model, files), { runtime, output }).predict(Float32Array.from(inputs), count),
      );
      const scale = Math.max(...answer.map(Math.abs));
      const difference = answer.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i])), 0) / scale;
      expect(values).toHaveLength(answer.length);
      expect(difference, figures(`${runtime}, ${name}: largest relative difference ${difference}`)).toBeLessThan(1e-5);
    });

    test('says plainly that a file is newer than it reads', async () => {
      const asked = (async () =>
        onnxPredictor(saved('newer', golden.newer), { runtime }).predict(new Float32Array(128), 1))();
      await expect(asked).rejects.toThrow(
        /newer\.onnx has the IR version 99\.\nExpected at most \d+, the newest that the installed/,
      );
    });

    test('says what it cannot read', async () => {
      const asked = (async () => onnxPredictor(saved('broken', 'AAAA'), { runtime }).predict(new Float32Array(1), 1))();
      await expect(asked).rejects.toThrow(new RegExp(`${runtime} cannot run .*broken.onnx: `));
    });

    test('is measured and attacked', async () => {
      const { model, inputs, answer, count, itemShape } = golden.cases[0];
      const labels = Int32Array.from({ length: count }, (_, row) => {
        const scores = answer.slice(row * 3, row * 3 + 3);
        return scores.indexOf(Math.max(...scores));
      });
      const split = { inputs: Float32Array.from(inputs), itemShape, labels, size: count };
      const predictor = onnxPredictor(saved('attacked', model), { runtime });
      expect(await evaluateAccuracy(predictor, split)).toMatchObject({ value: 1, inputs: 5 });
      const robust = await evaluateRobustness(predictor, split, square.with({ queries: 50 }), {
        epsilon: 0.5,
        seed: 1,
      });
      expect(robust.value, figures(`${runtime}: accuracy under square(0.5) ${robust.value}`)).toBeLessThan(1);
    });
  });
});
