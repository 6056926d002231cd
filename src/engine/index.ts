export { currentEngine, describeComputation, describeEngine, startEngine } from './start.ts';
export type { Engine, EngineName } from './contract.ts';
