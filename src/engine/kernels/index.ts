import { conv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './conv2d-backprop-input.ts';
import { type Kernel, register } from './kernel.ts';
import { batchMatMul, fusedMatMul } from './mat-mul.ts';

const kernels = [conv2DBackpropFilter, conv2DBackpropInput, batchMatMul, fusedMatMul] as readonly Kernel[];

/** Gives the WebAssembly backend the kernels that it lacks, or has only as naive loops, for training. */
export function completeKernels(): void {
  kernels.forEach(register);
}
