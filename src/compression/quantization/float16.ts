import { roundToEven } from './rounding.ts';

/** The largest finite number of IEEE binary16. */
const largest = 65504;
const smallestNormalExponent = -14;
const fractionBits = 10;

/**
 * Returns the nearest float16 (IEEE 754 binary16) as a number. Halves are rounded to even, and subnormals reach down to
 * 2^-24. Larger numbers become the largest finite float16, as in the float16 mode of TensorFlow Lite.
 *
 *   ulp(x) = 2^(max(⌊log2 |x|⌋, −14) − 10),   x̂ = round(x / ulp) · ulp,   clipped to ±65504
 */
export function toFloat16(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude >= largest) return Math.sign(value) * largest;
  const exponent = Math.max(exponentOf(magnitude), smallestNormalExponent);
  const ulp = 2 ** (exponent - fractionBits);
  const rounded = roundToEven(magnitude / ulp) * ulp; // scaling by a power of two is exact
  return Math.sign(value) * Math.min(rounded, largest) + 0; // + 0 turns a negative zero into zero
}

/** Returns the bits of a number that is a float16. */
export function float16Bits(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  const exponent = exponentOf(magnitude);
  if (exponent < smallestNormalExponent) return sign | (magnitude * 2 ** 24); // subnormal, or zero
  const fraction = (magnitude / 2 ** exponent - 1) * 2 ** fractionBits;
  return sign | ((exponent + 15) << fractionBits) | fraction;
}

/** ⌊log2 x⌋, read from the bits: Math.log2 rounds up just below powers of two. */
const view = new DataView(new ArrayBuffer(8));
function exponentOf(magnitude: number): number {
  view.setFloat64(0, magnitude);
  return (view.getUint16(0) >> 4) - 1023;
}
