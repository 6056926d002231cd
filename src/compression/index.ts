import { quantize } from './quantize.ts';

/** The compressions by name; each takes its parameters and returns a Compression. */
export const compressions = { quantize };

export { quantize };
export { defineCompression, type CompressedWeight } from './define.ts';
export type { Compressed, Compression } from './contract.ts';
export type { QuantizeOptions } from './quantize.ts';
export type { Weight } from './weight.ts';
