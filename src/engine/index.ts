export { currentEngine, describeEngine, startEngine } from './start.ts';
export type { Engine, EngineName } from './contract.ts';
