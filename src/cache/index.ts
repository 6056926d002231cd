export { canonicalJson, hashOf } from './hash.ts';
export { openCache, type Cache } from './open.ts';
export type { LockOptions } from './lock.ts';
