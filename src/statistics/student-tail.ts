/**
 * Probability that Student's t is at least as far from 0 as a value, for a correlation r of n pairs: t = r √(ν / (1 - r²)).
 *
 *   P(|T| >= |t|) = I_x(ν/2, ½),   x = 1 - r²,   I the regularised incomplete beta function, by a continued fraction
 *
 * @param r - in [-1, 1]
 * @param freedom - ν, an integer of at least 1
 * @returns the probability, in [0, 1]
 * @see Press et al., Numerical Recipes, section 6.4
 */
export function studentTail(r: number, freedom: number): number {
  const square = r * r;
  const x = (1 - Math.abs(r)) * (1 + Math.abs(r));
  if (x === 0) return 0;
  const front = coefficient(freedom) * x ** (freedom / 2) * Math.sqrt(square);
  const a = freedom / 2;
  if (x < (a + 1) / (a + 2.5)) return (front * fraction(x, a, 0.5)) / a;
  return 1 - 2 * front * fraction(square, 0.5, a);
}

/** 1 / B(ν/2, ½) = Γ((ν + 1)/2) / (√π Γ(ν/2)). */
function coefficient(freedom: number): number {
  let value = freedom % 2 === 1 ? 1 / Math.PI : 0.5;
  for (let k = freedom % 2 === 1 ? 1 : 2; k < freedom; k += 2) value *= (k + 1) / k;
  return value;
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let value = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / notZero(1 + term * d);
      c = notZero(1 + term / c);
      change = d * c;
      value *= change;
    }
    if (Math.abs(change - 1) < Number.EPSILON) break;
  }
  return value;
}

const notZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
