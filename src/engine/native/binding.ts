import { tf } from '../tensors.ts';
import { bindingFile } from './binding-file.ts';
import type { OutputDescription } from './kernels/kernel.ts';
import type { NativePackage } from './packages.ts';

/** What the compiled binding adds to the interface that tfjs-node's backend calls. */
export interface Binding {
  /** Version of TensorFlow. */
  readonly TF_Version: string;
  /**
   * Starts TensorFlow, once in a process.
   *
   * @returns the threads it has
   */
  start(threads: number, useGpu: boolean): number;
  reshape(id: number, shape: number[]): OutputDescription;
  adamStep(ids: number[], pace: number[]): OutputDescription;
  maxPool(id: number, window: number[], shape: number[]): OutputDescription;
  addToRows(id: number, bias: number): OutputDescription;
  sumRows(id: number): OutputDescription;
  maxPoolGrad(ids: number[], window: number[]): OutputDescription;
  inputGradient(ids: number[], shape: number[], padding: number[]): OutputDescription;
  lstmSteps(ids: number[], batch: number, hard: boolean): OutputDescription[];
  lstmStepsGrad(ids: number[], sequences: boolean, hard: boolean): OutputDescription;
}

type NodeBackend = new (binding: Binding, packageName: string) => tf.KernelBackend;

/**
 * Registers the backend of the package with the compiled binding instead of its own: its kernels as they are, without the
 * entry of the package, which insists on its own binary.
 *
 * @param file - the binding, where it lies elsewhere
 * @returns the threads of TensorFlow
 * @throws what the system's loader or TensorFlow says
 */
export function registerLinked(wanted: NativePackage, threads: number, file = bindingFile(wanted)): number {
  const { name, require } = wanted;
  const binding = require(file) as Binding;
  const started = binding.start(threads, name.endsWith('-gpu'));
  require(`${name}/dist/register_all_kernels`);
  const { NodeJSKernelBackend } = require(`${name}/dist/nodejs_kernel_backend`) as { NodeJSKernelBackend: NodeBackend };
  if (!tf.findBackend('tensorflow')) {
    tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, name), 3);
  }
  return started;
}
