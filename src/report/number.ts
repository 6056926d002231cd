/** @returns the number with at most four decimals: enough for 10,000 inputs */
export const number = (value: number): string => String(Number(value.toFixed(4)));
