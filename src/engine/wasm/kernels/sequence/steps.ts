import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DenseStage, Stage } from '../../../operations/sequence.ts';
import { pointer } from '../memory.ts';
import { kernels } from '../module.ts';
import { convolution, pooledConvolution } from './convolution.ts';
import { pooling } from './pooling.ts';
import type { Routine, Weights, Workshop } from './routine.ts';

/** A unit of computation: a stage, or a convolution together with its pooling. */
export interface Step extends Routine {
  readonly keep: Stage['keep'];
  /** Whether it runs on a group of inputs, as every product and all that follows. */
  readonly isGrouped: boolean;
}

/** Prepares the stages for inputs of a shape. */
export function stepsOf(
  stages: readonly Stage[],
  itemShape: readonly number[],
  operands: Readonly<Record<string, TensorInfo>>,
  workshop: Workshop,
): Step[] {
  const steps: Step[] = [];
  const add = (routine: Routine, keep: Stage['keep'], isProduct = false): void => {
    steps.push({
      ...routine,
      keep,
      isGrouped: isProduct || routine.wantsGroup === true || steps.at(-1)?.isGrouped === true,
    });
  };
  for (let i = 0; i < stages.length; i++) {
    const [stage, next] = [stages[i], stages[i + 1] as Stage | undefined];
    const shape = steps.at(-1)?.shape ?? itemShape;
    const weights = { kernel: operands[`kernel${i}`], bias: operands[`bias${i}`] as TensorInfo | undefined };
    if (stage.of === 'dense') {
      add(dense(stage, weights, workshop), stage.keep, true);
    } else if (stage.of === 'pooling') {
      add(pooling(stage, shape), stage.keep);
    } else {
      const follows = stage.keep === undefined && next?.of === 'pooling' ? next : undefined;
      const both = follows && pooledConvolution(stage, follows, shape, weights, workshop);
      const keep = both ? follows.keep : stage.keep;
      add(both ?? convolution(stage, shape, weights, workshop), keep);
      if (both) i++;
    }
  }
  return steps;
}

/** Prepares a product with bias. */
function dense({ relu, biasLast }: DenseStage, { kernel, bias }: Weights, { backend, allocate }: Workshop): Routine {
  const { pack, product, addToRows } = kernels();
  const [depth, units] = kernel.shape;
  const packed = allocate(depth * Math.ceil(units / 8) * 32);
  pack(pointer(backend, kernel), packed, depth, units, units, 1);
  const at = bias ? pointer(backend, bias) : 0;
  const repeated = biasLast ? allocate(units * 16) : 0;
  return {
    shape: [units],
    scratch: 0,
    run(from, to, inputs) {
      product(
        ...[from, inputs, inputs, 1, depth * 4, 0, 0],
        ...[1, depth, 0],
        ...[packed, biasLast ? 0 : at, to, units, Number(relu)],
      );
      if (biasLast && bias) addToRows(to, at, to, inputs, units, repeated);
    },
  };
}
