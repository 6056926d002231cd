/** Answers for networks by name with stock TensorFlow.js, in a thread whose modules nobody else changes. */
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('answer.ts', import.meta.url)));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort.on('message', async (name) => parentPort.postMessage(await module.answer(name)));
