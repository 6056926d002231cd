import { tf } from '../tensors.ts';
import { bindingFile } from './binding-file.ts';
import type { NativePackage } from './packages.ts';

/** Changes with the binding's interface; a binding with another revision is rejected. */
const revision = 4;

/** The functions of the compiled binding beyond the interface that tfjs-node's backend calls. */
export interface Binding {
  readonly revision?: number;
  /** Version of TensorFlow. */
  readonly TF_Version: string;
  /**
   * Starts TensorFlow, once per process.
   *
   * @returns the number of threads it uses
   */
  start(threads: number, useGpu: boolean): number;

  // Kernels. They take and return the binding's tensor numbers.
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
  lstmSteps(ids: number[], batch: number, hard: boolean, backwards: boolean): number[];
  lstmStepsGrad(ids: number[], sequences: boolean, hard: boolean, backwards: boolean, reversed: boolean): number;
  gruSteps(ids: number[], batch: number, hard: boolean, after: boolean, backwards: boolean): number[];
  gruStepsGrad(
    ids: number[],
    sequences: boolean,
    hard: boolean,
    after: boolean,
    backwards: boolean,
    reversed: boolean,
  ): number[];
}

type NodeBackend = new (binding: Binding, packageName: string) => tf.KernelBackend;

/**
 * Registers the package's backend and its kernels with the compiled binding. The package's entry point is not loaded, because it
 * requires its own binary.
 *
 * @param file - path of the binding; the default is the one found by `bindingFile`
 * @returns the number of TensorFlow threads
 * @throws the error of the system's loader or of TensorFlow; an Error if another version of this package compiled the binding
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
