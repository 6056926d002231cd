export { fingerprint } from './fingerprint.ts';
export { itemSize, roomFor, subset } from './subset.ts';
export { validateDataset, validateSplit } from './validate.ts';
