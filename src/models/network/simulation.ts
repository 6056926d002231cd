import type { LayersModel, Tensor, Tensor2D } from '../../engine/tensors.ts';
import type { Classifier } from '../contract.ts';

/** What a device does to values on their way through a network, beyond what the layers compute. */
export interface Simulation {
  /** Called once with every network that simulates: the model itself, and each copy. */
  readonly instrument: (model: LayersModel) => void;
  readonly input: (x: Tensor) => Tensor;
  readonly output: (logits: Tensor2D) => Tensor2D;
}

const simulations = new WeakMap<Classifier, Simulation>();

/** Notes that a classifier simulates a device. */
export function simulates(classifier: Classifier, simulation: Simulation): void {
  simulations.set(classifier, simulation);
}

/** Whether a classifier does more than its layers say, so that another network of the same layers is not its equal. */
export const isSimulated = (candidate: Classifier): boolean => simulations.has(candidate);

/** What the device of a classifier does beyond the layers, for those who run the layers themselves. */
export const simulationOf = (candidate: Classifier): Simulation | undefined => simulations.get(candidate);
