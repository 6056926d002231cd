export { entropyBias } from './entropy-bias.ts';
export { selectionBias, type SelectionBias } from './selection-bias.ts';
