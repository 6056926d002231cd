import { type NativeKernel, typeOf } from './kernel.ts';

/** Rows of `a` where the condition [rows] holds, and of `b` elsewhere. */
export const selectRows: NativeKernel = {
  kernelName: 'SelectRows',
  compute: ({ inputs: { condition, a, b }, backend }) =>
    backend.executeSingleOutput('Select', [typeOf('T', a.dtype)], [condition, a, b]),
};
