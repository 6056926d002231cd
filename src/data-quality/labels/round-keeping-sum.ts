/**
 * Rounds numbers to whole ones whose sum is the rounded sum. What rounding adds or lacks goes to the numbers that lost or won the most;
 * of equal ones, to the last if it lacks, and to the first if it is too much.
 */
export function roundKeepingSum(values: Float64Array): Float64Array {
  const whole = values.map(roundHalfEven);
  const wanted = roundHalfEven(sumOf(values));
  for (let lacking = wanted - sumOf(whole); Math.abs(lacking) > 1e-6; lacking = wanted - sumOf(whole)) {
    const step = Math.sign(lacking);
    const order = Array.from(values.keys()).sort((a, b) => values[a] - whole[a] - (values[b] - whole[b]));
    if (step > 0) order.reverse();
    for (const at of order.slice(0, Math.abs(Math.round(lacking)))) whole[at] += step;
  }
  return whole;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
