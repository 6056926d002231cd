import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Answer } from './answer.ts';

/** Stock TensorFlow.js in a thread of its own. */
export interface Stock {
  /** Returns its answer for the network of this name. One question at a time. */
  ask(name: string): Promise<Answer>;
  stop(): Promise<unknown>;
}

export function startStock(): Stock {
  const worker = new Worker(new URL('worker.mjs', import.meta.url));
  const failure = new Promise<never>((_, reject) => worker.once('error', reject));
  failure.catch(() => {}); // reaches every question from now on
  return {
    ask: async (name) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(name);
      const [answer] = (await Promise.race([once(worker, 'message'), failure])) as [Answer];
      return answer;
    },
    stop: () => worker.terminate(),
  };
}
