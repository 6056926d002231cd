import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../tensors.ts';
import { bindingTensor, type NativeBackend, type NativeKernel } from './kernel.ts';
import { addToRows } from './rows.ts';

/** Elementwise operations; their positions are their numbers in the binding. */
const calculations = ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'] as const;
const comparisons = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'] as const;
const functions = ['Neg', 'Abs', 'Square', 'Sqrt', 'Relu', 'Sign', 'Sigmoid', 'ClipByValue'] as const;
const slopeOfRelu = calculations.length;

/** Elementwise operations. For a small batch, TensorFlow takes longer to start one than to compute it. */
export const elementwise: readonly NativeKernel[] = [
  ...calculations.map((kernelName, operation) => combination(kernelName, operation, 'calculate')),
  ...comparisons.map((kernelName, operation) => combination(kernelName, operation, 'compare')),
  ...functions.map(transformation),
];

/** dx = dy where x > 0, else 0. */
export const reluGradient: NativeKernel = {
  kernelName: 'ReluGrad',
  compute({ inputs: { x, dy }, backend }) {
    const [of, slope] = backend.getInputTensorIds([x, dy]);
    return bindingTensor(backend, backend.binding.calculate(slopeOfRelu, of, slope), x.shape);
  },
};

/** Numbers or rows of one tensor where a condition holds, and of another elsewhere. */
export const selections = [selection('Select', 't', 'e'), selection('SelectRows', 'a', 'b')];

function combination(kernelName: string, operation: number, method: 'calculate' | 'compare'): NativeKernel {
  return {
    kernelName,
    compute({ inputs: { a, b }, backend, original }) {
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return original();
      const biased = kernelName === 'Add' && (addToRows(backend, a, b) ?? addToRows(backend, b, a));
      if (biased) return biased;
      const id = backend.binding[method](operation, operandOf(backend, a), operandOf(backend, b));
      const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      return bindingTensor(backend, id, shape, method === 'compare' ? 'bool' : 'float32');
    },
  };
}

/** Returns the binding's number of the tensor, or the value of a scalar that TensorFlow does not have yet. */
function operandOf(backend: NativeBackend, x: TensorInfo): number | [number] {
  const values = x.shape.length === 0 ? backend.tensorMap.get(x.dataId).values : null;
  return values ? [values[0]] : backend.getInputTensorIds([x])[0];
}

function selection(kernelName: string, yes: string, no: string): NativeKernel {
  return {
    kernelName,
    compute({ inputs: { condition, [yes]: a, [no]: b }, backend, original }) {
      const isPlain = String(a.shape) === String(b.shape) && a.dtype === 'float32' && b.dtype === 'float32';
      const ofRows = condition.shape.length === 1 && condition.shape[0] === a.shape[0];
      if (!isPlain || !(ofRows || String(condition.shape) === String(a.shape))) return original();
      const [which, ...operands] = backend.getInputTensorIds([condition, a, b]);
      return bindingTensor(backend, backend.binding.select(which, operands[0], operands[1]), a.shape);
    },
  };
}

function transformation(
  kernelName: string,
  operation: number,
): NativeKernel<{
  readonly clipValueMin?: number;
  readonly clipValueMax?: number;
}> {
  return {
    kernelName,
    compute({ inputs: { x }, attrs: { clipValueMin = 0, clipValueMax = 0 }, backend, original }) {
      if (x.dtype !== 'float32') return original();
      const [id] = backend.getInputTensorIds([x]);
      return bindingTensor(backend, backend.binding.transform(operation, id, clipValueMin, clipValueMax), x.shape);
    },
  };
}
