/** The bits of the nearest number in half precision; halves are rounded to even. */
export function halfBits(value: number): number {
  const [sign, magnitude] = [value < 0 ? 0x8000 : 0, Math.abs(value)];
  if (magnitude >= 65520) return sign | 0x7c00; // infinite
  let exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  if (2 ** exponent > magnitude && exponent > -14) exponent--; // log2 rounds up just below powers of two
  const units = magnitude / 2 ** (exponent - 10);
  const rounded = Math.round(units);
  const even = units % 1 === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
  return sign | (((exponent + 14) << 10) + even);
}

/** The number that bits in half precision stand for. */
export function halfValue(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 === 0 ? 1 : -1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
