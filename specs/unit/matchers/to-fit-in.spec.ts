import { describe, expect, test } from 'vitest';
import { quantize } from '../../../src/compression/index.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split }; // 4 weights

describe('toFitIn', () => {
  test('compares the size of the weights, as float32 or compressed', async () => {
    await expect(model).toFitIn(16);
    await expect(model).not.toFitIn(15);
    await expect(model).toFitIn(8, { after: quantize.float16() });
    await expect(model).not.toFitIn(7, { after: quantize.float16() });
  });

  test('marks a measurement without compression in the report', async ({ task }) => {
    await expect(model).toFitIn(16);
    await expect(model).toFitIn(8, { after: quantize.float16() });
    const { gates } = validateTaskMeta((task.meta as { dnn?: unknown }).dnn, 'meta');
    const [asItIs, compressed] = gates.map(({ measurement }) => measurement);
    expect(asItIs).toMatchObject({ kind: 'compression', uncompressed: true });
    expect(compressed).not.toHaveProperty('uncompressed');
  });

  test('lists the measurement when it fails', async () => {
    expect(await messageOf(expect(model).toFitIn(7, { after: quantize.float16() }))).toMatchInlineSnapshot(`
      "expected threshold to have a size after quantize.float16() of at most 7 bytes, but it has 8 bytes

        measured     8 bytes
        required     at most 7 bytes
        inputs       10; accuracy before 0.8, after 0.8; same predictions 1; 16 bytes before, 8 after
        compression  quantize.float16()
        seed         0
        engine       wasm 4.22.0
        try          fewer bytes: fewer bits, or compress(prune(0.5), quantize(4)), or a smaller architecture
        try          a threshold of 8 bytes, which this model reaches

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-fit-in.spec.ts -t "toFitIn .*lists the measurement when it fails""
    `);
  });

  test.each([0, -1, Number.NaN, '1 KiB'])('rejects %s bytes', async (bytes) => {
    await expect(expect(model).toFitIn(bytes as number)).rejects.toThrow('Expected a positive number of bytes');
  });

  test('rejects a value that is not a compression', async () => {
    await expect(expect(model).toFitIn(8, { after: 8 as never })).rejects.toThrow('the compression is 8');
  });
});
