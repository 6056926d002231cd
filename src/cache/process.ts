import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process, as other processes can find it. */
export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
  /** Boot of the machine and start of the process since then; null where the system does not tell. */
  readonly started: string | null;
}

/** Returns whether a process runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Describes this process. */
export async function markOfThisProcess(): Promise<ProcessMark> {
  return { host: hostname(), pid: process.pid, started: await startOf(process.pid) };
}

/**
 * Returns whether the process of a mark runs; undefined if it belongs to another machine. Systems use ids again, so the start of the
 * process is compared too, where the system tells it.
 */
export async function runs({ host, pid, started }: ProcessMark): Promise<boolean | undefined> {
  if (host !== hostname()) return undefined;
  if (!isAlive(pid)) return false;
  const start = await startOf(pid);
  return started === null || start === null || started === start;
}

/** Reads when a process started, in clock ticks since the boot of the machine. @see proc(5), field 22 of /proc/pid/stat */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name of the program may contain spaces
    return `${boot.trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}
