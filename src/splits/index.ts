export { checkParts, itemSize } from './check-parts.ts';
export { fingerprint } from './fingerprint.ts';
export { descriptionOf, kindOf, partOf, valueNamer, type DatasetDescription } from './description.ts';
export { split, type NestedNumbers, type SplitOptions } from './split.ts';
export { imbalanced, subsample, type SubsampleOptions } from './subsample.ts';
export { roomFor, subset } from './subset.ts';
export { validateDataset, validateDescribed, validateSplit } from './validate.ts';
export { checkRange } from './check-range.ts';
