import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../../errors.ts';
import { tf } from '../tensors.ts';

type Operands = Record<string, TensorInfo>;
type Result = TensorInfo | TensorInfo[];

/** What TensorFlow.js calls a kernel with. Optional operands are undefined where they were not given. */
export interface Call<Attributes> {
  readonly inputs: Operands;
  readonly attrs: Attributes;
  readonly backend: unknown;
}

/**
 * Puts a kernel in the place of the one that a backend has under this name, or beside its others.
 *
 * @param compute - gets the call, and runs what it replaces with `own`, which throws an `EngineError` if there was nothing
 */
export function replaceKernel<Attributes = object>(
  backendName: string,
  kernelName: string,
  compute: (call: Call<Attributes>, own: (inputs: Operands, attrs: object) => Result) => Result,
): void {
  const replaced = tf.getKernel(kernelName, backendName);
  if (replaced) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    ...replaced,
    kernelName,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const call = { inputs: inputs as Operands, attrs: (attrs ?? {}) as Attributes, backend };
      return compute(call, (operands, options) => {
        if (!replaced) throw missingKernel(kernelName, backendName);
        return replaced.kernelFunc({ inputs: operands, attrs: options as NamedAttrMap, backend });
      });
    },
  });
}

export function missingKernel(kernelName: string, backendName: string): EngineError {
  return new EngineError(
    `Backend "${backendName}" has no kernel ${kernelName} for these operands.\nUse another engine for this model.`,
  );
}
