export type { Dataset, Split } from './contract.ts';
export { glyphs, type GlyphsOptions } from './glyphs.ts';
export { datasets, openDataset } from './open.ts';
