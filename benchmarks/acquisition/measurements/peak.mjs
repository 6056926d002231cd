import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Runs work and returns the processor time of all threads in seconds, and the peak resident set during the work (on systems other
 * than Linux, since the start of the process).
 */
export async function withPeak(work) {
  resetPeak();
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return { value: (user + system) / 1e6, bytes: peak() };
}

function resetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}
