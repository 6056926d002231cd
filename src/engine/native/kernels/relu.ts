import { float32, type NativeKernel } from './kernel.ts';

/** dx = dy where x > 0, else 0. */
export const reluGrad: NativeKernel = {
  kernelName: 'ReluGrad',
  compute: ({ inputs: { x, dy }, backend }) => backend.executeSingleOutput('ReluGrad', [float32], [dy, x]),
};
