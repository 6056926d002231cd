import { createRequire } from 'node:module';

/** The version of this package. A version does not read the cache entries of another one. */
export const { version } = createRequire(import.meta.url)('vitest-dnn/package.json') as { version: string };
