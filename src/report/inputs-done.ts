import type { Measurement } from './schemas/measurement.ts';

/** @returns the number of inputs that a measurement is done with; a rate of success counts only the correct ones of them as inputs */
export const inputsDone = (measurement: Measurement): number =>
  measurement.kind === 'robustness' ? (measurement.attackedInputs ?? measurement.inputs) : measurement.inputs;
