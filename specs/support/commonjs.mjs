/**
 * Gives sources that Vite loads outside a test a `require`, by which src/engine/tensors.ts loads TensorFlow.js. The runner of tests and
 * the compiler bring their own.
 */
import { createRequire } from 'node:module';

globalThis.require ??= createRequire(import.meta.url);
