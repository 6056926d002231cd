import { tf } from '../tensors.ts';
import { bindingFile } from './binding-file.ts';
import type { NativePackage } from './packages.ts';

/** Changes with the interface of the binding: one that another version of this package compiled is not used. */
const revision = 3;

/** What the compiled binding adds to the interface that tfjs-node's backend calls. */
export interface Binding {
  readonly revision?: number;
  /** Version of TensorFlow. */
  readonly TF_Version: string;
  /**
   * Starts TensorFlow, once in a process.
   *
   * @returns the threads it has
   */
  start(threads: number, useGpu: boolean): number;

  // Kernels; the numbers are those of tensors, which they take and make.
  reshape(id: number, shape: number[]): number;
  calculate(operation: number, a: number | [number], b: number | [number]): number;
  compare(operation: number, a: number | [number], b: number | [number]): number;
  transform(operation: number, id: number, lowest: number, highest: number): number;
  select(condition: number, a: number, b: number): number;
  adamStep(ids: number[], pace: number[]): number;
  maxPool(id: number, window: number[], shape: number[]): number;
  multiply(ids: number[], shape: number[], transposeA: boolean, transposeB: boolean, positive: boolean): number;
  addToRows(id: number, bias: number): number;
  sumRows(id: number): number;
  reduceRows(id: number, shape: number[], largest: boolean): number;
  maxPoolGrad(ids: number[], window: number[]): number;
  convolve(ids: number[], shape: number[], padding: number[], positive: boolean): number;
  inputGradient(ids: number[], shape: number[], padding: number[]): number;
  runSequence(id: number, stages: object[]): number[];
  lstmSteps(ids: number[], batch: number, hard: boolean): number[];
  lstmStepsGrad(ids: number[], sequences: boolean, hard: boolean): number;
}

type NodeBackend = new (binding: Binding, packageName: string) => tf.KernelBackend;

/**
 * Registers the backend of the package with the compiled binding instead of its own: its kernels as they are, without the
 * entry of the package, which insists on its own binary.
 *
 * @param file - the binding, where it lies elsewhere
 * @returns the threads of TensorFlow
 * @throws what the system's loader or TensorFlow says; an Error if another version of this package compiled the binding
 */
export function registerLinked(wanted: NativePackage, threads: number, file = bindingFile(wanted)): number {
  const { name, require } = wanted;
  const binding = require(file) as Binding;
  if (binding.revision !== revision) throw new Error('another version of vitest-dnn compiled its binding');
  const started = binding.start(threads, name.endsWith('-gpu'));
  require(`${name}/dist/register_all_kernels`);
  const { NodeJSKernelBackend } = require(`${name}/dist/nodejs_kernel_backend`) as { NodeJSKernelBackend: NodeBackend };
  if (!tf.findBackend('tensorflow')) {
    tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, name), 3);
  }
  return started;
}
