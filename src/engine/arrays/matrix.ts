export { Coverage } from './coverage.ts';
export { DoubleRows } from './double-rows.ts';
export { NearestRows } from './nearest-rows.ts';
export { Rows } from './rows.ts';
