export { wilson } from './wilson.ts';
export { clopperPearson } from './clopper-pearson.ts';
export type { ShareInterval } from './interval.ts';
export { mean, deviation } from './moments.ts';
export { pearson } from './pearson.ts';
export { binOf, histogram } from './histogram.ts';
export { divergenceOf, jensenShannon } from './jensen-shannon.ts';
export { areaUnderCurve } from './area-under-curve.ts';
