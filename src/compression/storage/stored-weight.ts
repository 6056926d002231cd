import type { Encoding } from './encoding.ts';
import { float16Bits } from '../quantization/float16.ts';

/** A weight as the TensorFlow.js format stores it; `quantization` is omitted for float32. */
export interface StoredWeight {
  readonly bytes: Uint8Array;
  readonly quantization?:
    | { readonly dtype: 'uint8' | 'uint16'; readonly scale: number; readonly min: number }
    | { readonly dtype: 'float16' };
}

/**
 * Returns the smallest form in which the TensorFlow.js format stores a weight without changing a value: uint8, float16,
 * uint16, otherwise float32. The format has one scale per weight and no tables, so other encodings stay float32.
 *
 *   uint8, uint16: w = q · scale + min,   computed as the reader does, and compared
 */
export function storeWeight(values: Float32Array, encoding: Encoding | undefined): StoredWeight {
  return (
    asIntegers(values, encoding, 'uint8') ??
    asHalves(values) ??
    asIntegers(values, encoding, 'uint16') ?? { bytes: bytesOf(values) }
  );
}

function asIntegers(
  values: Float32Array,
  encoding: Encoding | undefined,
  dtype: 'uint8' | 'uint16',
): StoredWeight | undefined {
  const { scale, offset: min } = encoding?.affine ?? levelOf(values);
  const most = dtype === 'uint8' ? 0xff : 0xffff;
  const levels = dtype === 'uint8' ? new Uint8Array(values.length) : new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const level = scale === 0 ? 0 : Math.round((values[i] - min) / scale);
    if (level < 0 || level > most || Math.fround(level * scale + min) !== values[i]) return undefined;
    levels[i] = level;
  }
  return { bytes: bytesOf(levels), quantization: { dtype, scale, min } };
}

/** A constant weight, all zero or all one, has one level in any encoding. */
function levelOf(values: Float32Array): { scale: number; offset: number } {
  return { scale: 0, offset: values[0] ?? 0 };
}

function asHalves(values: Float32Array): StoredWeight | undefined {
  const bits = Uint16Array.from(values, float16Bits);
  const exact = values.every((value, i) => halfOf(bits[i]) === value);
  return exact ? { bytes: bytesOf(bits), quantization: { dtype: 'float16' } } : undefined;
}

/** The number that the bits of a finite float16 represent. */
function halfOf(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  const magnitude =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 0x1f
        ? Number.NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -magnitude : magnitude;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array | Uint8Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
