import { execFileSync } from 'node:child_process';

/**
 * Runs the work with a file system in memory mounted on the folder. Skips the test if mounting is not permitted.
 *
 * @param options - mount options, e.g. `ro` or `size=64k`
 */
export async function onMount(
  folder: string,
  options: string,
  skip: (why: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return skip('mounting a file system is not permitted here');
  }
  try {
    await work();
  } finally {
    execFileSync('umount', [folder]);
  }
}
