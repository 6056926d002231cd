import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from './kernel.ts';

interface ProductAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The matrix product; the backend multiplies fast only what is not transposed, so operands are transposed first. */
export const batchMatMul: Kernel<ProductAttributes> = withExplicitTransposes('BatchMatMul');

/** The matrix product with bias and activation in one. */
export const fusedMatMul: Kernel<ProductAttributes> = withExplicitTransposes('_FusedMatMul');

function withExplicitTransposes(kernelName: string): Kernel<ProductAttributes> {
  return {
    kernelName,
    compute({ inputs, attrs, backend, original }) {
      const a = attrs.transposeA ? transpose(inputs.a, backend) : inputs.a;
      const b = attrs.transposeB ? transpose(inputs.b, backend) : inputs.b;
      const product = original({ ...inputs, a, b }, { ...attrs, transposeA: false, transposeB: false });
      if (a !== inputs.a) backend.disposeData(a.dataId);
      if (b !== inputs.b) backend.disposeData(b.dataId);
      return product;
    },
  };
}

function transpose(x: TensorInfo, backend: BackendWasm): TensorInfo {
  const perm = x.shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return run('Transpose', { x }, backend, { perm });
}
