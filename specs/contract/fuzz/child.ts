import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Announcement, Order } from './caller.ts';
import type { Report } from './contract.ts';

/** A process that makes calls. It is started anew after a call that did not end. */
export interface Child {
  targets(matching: string): Promise<{ readonly all: string[]; readonly withBase: string[] }>;
  make(order: Order): Promise<Report>;
  stop(): Promise<void>;
}

interface Message {
  readonly targets?: { readonly all: string[]; readonly withBase: string[] };
  readonly announcement?: Announcement;
  readonly report?: Report;
}

/** Milliseconds that a call may take. A second attempt may take five times as long. Time without a processor does not count. */
const longest = 2000;

/** @param folder - the working directory of the calls */
export function startChild(folder: string): Child {
  let running: Promise<ChildProcess> | undefined;

  const started = (): Promise<ChildProcess> => (running ??= start(folder));
  const stop = async (): Promise<void> => {
    const child = await running?.catch(() => undefined);
    running = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const attempt = async (order: Order, limit: number): Promise<Report> => {
    const child = await started();
    let announcement: Announcement = { call: order.call, target: order.matching, changes: '' };
    const message = await new Promise<Message | undefined>((resolve) => {
      let watchdog: NodeJS.Timeout | undefined;
      const watch = (time: number, used = processorTime(child.pid)): void => {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => (isStarved(child.pid, used, time) ? watch(time, used) : finish(undefined)), time);
      };
      watch(20_000);
      const heard = (received: Message): void => {
        if (received.announcement) {
          announcement = received.announcement;
          watch(limit);
        } else finish(received);
      };
      const died = (): void => finish({});
      function finish(received: Message | undefined): void {
        clearTimeout(watchdog);
        child.off('message', heard).off('exit', died);
        resolve(received);
      }
      child.on('message', heard).on('exit', died);
      child.send({ order });
    });
    if (message?.report) return message.report;
    const { signalCode, exitCode } = child;
    await stop();
    if (message) return { ...announcement, outcome: 'crash', detail: `exit ${exitCode ?? signalCode}` };
    return { ...announcement, outcome: 'hang', detail: `not over after ${limit} ms` };
  };

  return {
    targets: async (matching) => {
      const child = await started();
      child.send({ list: matching });
      const [{ targets }] = (await once(child, 'message')) as [Required<Message>];
      return targets;
    },
    make: async (order) => {
      const first = await attempt(order, longest);
      return first.outcome === 'hang' ? attempt(order, 5 * longest) : first;
    },
    stop,
  };
}

/** What Linux says about a process: its state, and its processor time in milliseconds; undefined elsewhere. */
function processOf(pid: number | undefined): { state: string; time: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], time: 10 * (Number(fields[11]) + Number(fields[12])) };
  } catch {
    return undefined;
  }
}

const processorTime = (pid: number | undefined): number => processOf(pid)?.time ?? 0;

/** Whether a process could not work for as long as it may, because other processes had the machine. A hung one waits or works. */
function isStarved(pid: number | undefined, before: number, limit: number): boolean {
  const now = processOf(pid);
  return now?.state === 'R' && now.time - before < limit;
}

async function start(folder: string): Promise<ChildProcess> {
  const environment = {
    ...process.env,
    DNN_ENGINE: 'wasm',
    DNN_DATA_DIR: folder,
    DNN_CACHE_DIR: '',
    NODE_OPTIONS: '',
    VITEST: '',
  };
  const child = fork(fileURLToPath(new URL('caller.mjs', import.meta.url)), {
    cwd: folder,
    env: environment,
    execArgv: ['--max-old-space-size=1024'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('The process that makes the calls does not start.');
    }),
  ]);
  return child;
}
