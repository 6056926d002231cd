import { takeCoverage } from 'node:v8';
import { afterAll } from 'vitest';

/** Vitest ends its workers without an exit that Node would notice, so each writes its coverage after its last test. */
afterAll(() => takeCoverage());
