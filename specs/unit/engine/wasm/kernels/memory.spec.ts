import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import type { Backend } from '../../../../../src/engine/wasm/kernels/kernel.ts';
import { withScratch } from '../../../../../src/engine/wasm/kernels/memory.ts';
import { kernels, loadKernels } from '../../../../../src/engine/wasm/kernels/module.ts';
import { type Tensor, type Tensor4D, tf } from '../../../../../src/engine/tensors.ts';
import { EngineError } from '../../../../../src/errors.ts';
import { randomTensor } from '../../both-engines.ts';

const backend = (): Backend => tf.backend() as unknown as Backend;

/** Returns gradients of a small network that uses every kernel. */
function gradients(batch: number): number[][] {
  return tf.tidy(() => {
    const operands = [
      randomTensor([batch, 12, 12, 1], 1),
      randomTensor([5, 5, 1, 6], 2),
      randomTensor([6], 3),
      randomTensor([216, 10], 4),
    ];
    const loss = (x: Tensor, w: Tensor, b: Tensor, v: Tensor): Tensor => {
      const convolved = tf.relu(tf.add(tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same'), b));
      const pooled = tf.avgPool(tf.maxPool(convolved as Tensor4D, 2, 2, 'valid'), 2, 1, 'same');
      return tf.mean(tf.square(tf.matMul(tf.reshape(pooled, [batch, 216]), v)));
    };
    return tf
      .grads(loss)(operands)
      .map((gradient) => [...gradient.dataSync()]);
  });
}

describe('memory of the engine', () => {
  beforeAll(() => startEngine('wasm').then(() => undefined));

  test('holds no tensor and no scratch after a gradient', () => {
    gradients(8); // the allocator replaces itself at its first call
    const { wasm } = backend();
    const [allocate, free] = [wasm._malloc, wasm._free];
    const live = new Set<number>();
    const tensors = tf.memory().numTensors;
    let allocations = 0;
    wasm._malloc = (bytes) => {
      const at = allocate(bytes);
      allocations++;
      live.add(at);
      return at;
    };
    wasm._free = (at) => {
      live.delete(at);
      free(at);
    };
    try {
      gradients(8);
    } finally {
      wasm._malloc = allocate;
      wasm._free = free;
    }
    expect(allocations).toBeGreaterThan(20);
    expect(live.size).toBe(0);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('does not grow over repeated gradients', () => {
    gradients(16);
    const before = backend().wasm.asm.memory.buffer.byteLength;
    for (let i = 0; i < 30; i++) gradients(16);
    expect(backend().wasm.asm.memory.buffer.byteLength).toBe(before);
  });

  test('may grow while kernels use it', () => {
    const small = gradients(4);
    const before = backend().wasm.asm.memory.buffer.byteLength;
    const large = tf.zeros([before / 4]);
    expect(backend().wasm.asm.memory.buffer.byteLength).toBeGreaterThan(before);
    expect(gradients(4)).toEqual(small);
    large.dispose();
  });

  test('gives gradients with the same bits in every run', () => {
    expect(gradients(32)).toEqual(gradients(32));
  });

  test('frees scratch if the work fails', () => {
    let failed = 0;
    const fail = (at: number): never => {
      failed = at;
      throw new RangeError('no');
    };
    expect(() => withScratch(backend(), 1 << 20, fail)).toThrow(RangeError);
    expect(withScratch(backend(), 1 << 20, (at) => at)).toBe(failed);
  });

  test.each([2 ** 32 - 2 ** 21, 2 ** 32])('throws an error if it cannot allocate %d bytes', (bytes) => {
    const { wasm } = backend();
    expect(() => wasm._malloc(bytes)).toThrow(
      `The engine is out of memory: it cannot allocate ${bytes} bytes more.\nUse smaller batches.`,
    );
    expect(() => tf.zeros([bytes / 4])).toThrow(EngineError);
    expect(() => withScratch(backend(), bytes, (at) => at)).toThrow(EngineError);
  });
});

describe('compiled kernels', () => {
  test('name the expected path if they fail to load', () => {
    const broken = { wasm: { asm: { memory: {} } } } as unknown as Backend;
    expect(() => loadKernels(broken)).toThrow(EngineError);
    expect(() => loadKernels(broken)).toThrow(/do not load from .*kernels\.wasm/);
    expect(kernels().product).toBeTypeOf('function');
  });
});
