import type { LayersModel, Tensor, Tensor2D } from '../../engine/tensors.ts';
import type { Classifier } from '../contract.ts';

/** Changes that a device makes to the values in a network, beyond what the layers compute. */
export interface Simulation {
  /** Called once per simulating network: with the original model, and with each copy. */
  readonly instrument: (model: LayersModel) => void;
  readonly input: (x: Tensor) => Tensor;
  readonly output: (logits: Tensor2D) => Tensor2D;
}

const simulations = new WeakMap<Classifier, Simulation>();

/** Records that a classifier simulates a device. */
export function simulates(classifier: Classifier, simulation: Simulation): void {
  simulations.set(classifier, simulation);
}

/** Whether a classifier simulates a device, so that another network of the same layers is not equivalent. */
export const isSimulated = (candidate: Classifier): boolean => simulations.has(candidate);

/** Returns the simulation of a classifier, for callers that run its layers themselves. */
export const simulationOf = (candidate: Classifier): Simulation | undefined => simulations.get(candidate);
