import type { Progress } from '../../progress.ts';

const width = 10;

/** Says on stderr how far a download is, a line for every tenth. */
export function printDownload(name: string): Progress {
  let said = -1;
  return ({ done = 0, total = 0 }) => {
    const tenths = total > 0 ? Math.min(width, Math.floor((width * done) / total)) : 0;
    if (tenths === said) return;
    said = tenths;
    const bar = '█'.repeat(tenths).padEnd(width, '░');
    process.stderr.write(`vitest-dnn: download ${name} ${bar} ${megabytes(done)} of ${megabytes(total)} MB\n`);
  };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
