import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import type { NativeBackend } from '../../../../src/engine/native/kernels/kernel.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { compared } from '../both-engines.ts';

interface Binding {
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): ArrayLike<number>;
  executeOp(name: string, attributes: object[], inputs: number[], outputs: number): { id: number }[];
  getNumOfTensors(): number;
  loadSavedModel(folder: string, tags: string): number;
}

const backend = () => tf.backend() as unknown as NativeBackend;
const binding = () => backend().binding as unknown as Binding;
const [float, integer] = [1, 3];

describe.skipIf(compared !== 'node')('the compiled binding', () => {
  beforeAll(async () => {
    expect(await startEngine('node')).toEqual({
      name: 'node',
      version: expect.stringMatching(/^4\.\d+\.\d+ on TensorFlow 2\.\d+\.\d+$/),
      threads: 1,
    });
  });

  test('passes every type to TensorFlow and back', () => {
    tf.tidy(() => {
      const row = (x: tf.Tensor) => tf.reshape(tf.stack([x, x]), [-1]).dataSync();
      expect(row(tf.tensor1d([0.5, -1e30, NaN]))).toEqual(Float32Array.of(0.5, -1e30, NaN, 0.5, -1e30, NaN));
      expect(row(tf.tensor1d([2 ** 31 - 1, -7], 'int32'))).toEqual(Int32Array.of(2 ** 31 - 1, -7, 2 ** 31 - 1, -7));
      expect(row(tf.tensor1d([true, false], 'bool'))).toEqual(Uint8Array.of(1, 0, 1, 0));
      expect(row(tf.tensor1d(['ä', '', 'x'.repeat(300)]))).toEqual([
        'ä',
        '',
        'x'.repeat(300),
        'ä',
        '',
        'x'.repeat(300),
      ]);
      const complex = tf.complex(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]));
      expect([tf.real(complex), tf.imag(complex)].map((part) => [...part.dataSync()])).toEqual([
        [1, 2],
        [3, 4],
      ]);
    });
  });

  test('frees the memory of tensors, also if an operation fails', () => {
    const before = binding().getNumOfTensors();
    for (let i = 0; i < 100; i++) {
      tf.tidy(() =>
        tf
          .grad((x: tf.Tensor) => tf.sum(tf.square(x)))(tf.ones([100, 100]))
          .dataSync(),
      );
      expect(() => binding().executeOp('MatMul', [{ name: 'T', type: 4, value: float }], [], 1)).toThrow(/^MatMul: /);
    }
    expect(binding().getNumOfTensors()).toBe(before);
  });

  test('names the operation that fails', () => {
    expect(() => binding().executeOp('NoSuchOperation', [], [], 1)).toThrow(/^NoSuchOperation: ./);
    expect(() => binding().executeOp('Relu', [], [-1], 1)).toThrow('Relu: there is no tensor -1');
    const unknown = [{ name: 'padding', type: 0, value: 'ALMOST' }];
    expect(() => binding().executeOp('MaxPool', unknown, [], 1)).toThrow(/^MaxPool: /);
  });

  test('rejects values that do not fit their shape or type, and deleted tensors', () => {
    const { createTensor, deleteTensor, tensorDataSync, loadSavedModel } = binding();
    expect(() => createTensor([3], float, Float32Array.of(1, 2))).toThrow('take 8 bytes; its shape needs 12');
    expect(() => createTensor([2], float, Int32Array.of(1, 2))).toThrow('do not fit its type');
    const id = createTensor([2], integer, Int32Array.of(1, 2));
    expect(tensorDataSync(id)).toEqual(Int32Array.of(1, 2));
    deleteTensor(id);
    expect(() => tensorDataSync(id)).toThrow(`there is no tensor ${id}`);
    expect(() => deleteTensor(id)).toThrow(`there is no tensor ${id}`);
    expect(() => loadSavedModel('folder', 'serve')).toThrow('SavedModel is not supported');
  });

  test('keeps a tensor independent of its reshaped copy', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2, 3, 4]);
      const square = tf.reshape(x, [2, 2]);
      x.dispose();
      expect([...tf.transpose(square).dataSync()]).toEqual([1, 3, 2, 4]);
      expect(() => tf.reshape(square, [3])).toThrow();
    });
  });
});
