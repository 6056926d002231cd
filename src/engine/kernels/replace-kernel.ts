import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../../errors.ts';
import { tf } from '../tensors.ts';

type Operands = Record<string, TensorInfo>;
type Result = TensorInfo | TensorInfo[];

/** The arguments with which TensorFlow.js calls a kernel. Omitted optional operands are undefined. */
export interface Call<Attributes> {
  readonly inputs: Operands;
  readonly attrs: Attributes;
  readonly backend: unknown;
}

/**
 * Registers a kernel on a backend and replaces an existing kernel of the same name.
 *
 * @param compute - computes the result of a call; `original` runs the replaced kernel, or throws an `EngineError` if there was none
 */
export function replaceKernel<Attributes = object>(
  backendName: string,
  kernelName: string,
  compute: (call: Call<Attributes>, original: (inputs: Operands, attrs: object) => Result) => Result,
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
