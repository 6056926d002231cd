import type { Measurement } from './schemas/measurement.ts';

/** @returns the number of inputs that a measurement is done with; a rate of success counts only the correct ones of them as inputs */
export const inputsDone = (measurement: Measurement): number =>
  measurement.kind === 'robustness' ? (measurement.attackedInputs ?? measurement.inputs) : measurement.inputs;

/** @returns the number of inputs to measure, of which a budget or a decision may have left some */
export const inputsToDo = (measurement: Measurement): number =>
  (measurement.unfinished ?? measurement.sequential)?.inputs ?? inputsDone(measurement);

/** @returns whether some inputs were left, so that the value is about a part of the sample */
export const isPart = (measurement: Measurement): boolean => inputsDone(measurement) < inputsToDo(measurement);
