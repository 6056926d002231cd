export type { Dataset, Split } from './contract.ts';
export { glyphs, type GlyphsOptions } from './glyphs.ts';
export { idx, type IdxOptions } from './idx.ts';
export { cifarBinary, type CifarBinaryOptions } from './cifar-binary.ts';
export { tsv, type TextDataset, type TsvOptions } from './tsv.ts';
export { datasets, openDataset } from './open.ts';
export { fingerprint, itemSize, subset, validateDataset, validateSplit } from './split.ts';
