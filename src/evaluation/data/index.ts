export { measureBalance } from './balance.ts';
export { dataMeasurement, type Found, type FoundEntry, type FoundPosition } from './found.ts';
export { measureInputRange, usualRange } from './input-range.ts';
export { measureConflicts } from './label-conflicts.ts';
