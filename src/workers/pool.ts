import type { Engine } from '../engine/index.ts';
import { Thread } from './thread.ts';

/** Milliseconds without a task after which the threads end. */
const longestIdle = 30_000;

let threads: Thread[] = [];
let engineOfThreads: string | undefined;
let users = 0;
let end: NodeJS.Timeout | undefined;

/** The number of threads that take tasks at once. */
export const readyThreads = (): number => threads.filter(({ isReady }) => isReady).length;

/** Uses some threads, which start if they have not, and end when nobody has used one for a while. */
export async function withThreads<T>(
  count: number,
  engine: Engine,
  file: URL,
  use: (threads: readonly Thread[]) => Promise<T>,
): Promise<T> {
  clearTimeout(end);
  users++;
  if (engineOfThreads !== engine.name) await endThreads();
  engineOfThreads = engine.name;
  threads = threads.filter(({ isAlive }) => isAlive);
  while (threads.length < count) threads.push(new Thread(engine, file));
  try {
    return await use(threads.slice(0, count));
  } finally {
    users--;
    if (users === 0) end = setTimeout(() => void endThreads(), longestIdle).unref();
  }
}

/** Ends all threads. */
export async function endThreads(): Promise<void> {
  const ended = threads;
  threads = [];
  await Promise.all(ended.map((thread) => thread.terminate()));
}
