export { currentEngine, describeComputation, describeEngine, startEngine } from './start.ts';
export type { Engine } from './contract.ts';
export type { EngineName } from '../settings.ts';
