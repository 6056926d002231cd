import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tfl } from '../../../src/engine/tensors.ts';
import { classifier } from '../../../src/models/index.ts';
import { writeWeights } from '../../../src/models/network/weights.ts';
import type { Network } from '../../../src/models/network/contract.ts';

/**
 * Inputs of one value; the labels of two are wrong. A model that predicts 1 above 0.5 and 0 below has an accuracy of 8 / 10.
 * Perturbations of 0.25 also break the four values within 0.25 of 0.5, so that its robust accuracy is 4 / 10.
 */
const values = [0.1, 0.2, 0.4, 0.45, 0.55, 0.6, 0.8, 0.9, 0.05, 0.95];
const labels = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0];

export const split: Split = {
  inputs: Float32Array.from(values),
  itemShape: [1],
  labels: Int32Array.from(labels),
  size: values.length,
};

/** A model whose measurements are known in advance. Its logits are (−slope·(x − 0.5), slope·(x − 0.5)). */
export async function thresholdModel(slope = 10): Promise<Network> {
  await startEngine('wasm');
  const model = tfl.sequential({
    layers: [tfl.layers.dense({ inputShape: [1], units: 2, kernelInitializer: 'zeros' })],
  });
  writeWeights(model, [Float32Array.of(-slope, slope), Float32Array.of(slope / 2, -slope / 2)]);
  return classifier(model, { name: 'threshold' });
}
