export { fingerprint } from './fingerprint.ts';
export { descriptionOf, kindOf, partOf, valueNamer, type DatasetDescription } from './description.ts';
export { itemSize, roomFor, subset } from './subset.ts';
export { validateDataset, validateSplit } from './validate.ts';
