import { createRequire } from 'node:module';

/** The version of this package: what is cached by one version is not read by another. */
export const { version } = createRequire(import.meta.url)('vitest-dnn/package.json') as { version: string };
