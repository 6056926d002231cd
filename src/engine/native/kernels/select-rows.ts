import { type NativeKernel, typeOf } from './kernel.ts';

/** The rows of `a` where the condition [rows] holds, those of `b` elsewhere. */
export const selectRows: NativeKernel = {
  kernelName: 'SelectRows',
  compute: ({ inputs: { condition, a, b }, backend }) =>
    backend.executeSingleOutput('Select', [typeOf('T', a.dtype)], [condition, a, b]),
};
