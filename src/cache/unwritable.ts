/** What the system says of a folder that is full, read-only, forbidden or (ENOTDIR, EEXIST) no folder at all. */
const codes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST']);

/** Whether an error, or what caused it, says that the cache cannot be used. */
export function isUnwritable(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return ('code' in error && codes.has(String(error.code))) || isUnwritable(error.cause);
}

const warned = new Set<string>();

/** Says on stderr, once in this process, that the work goes on without the cache. */
export function warnUnwritable(folder: string, error: Error): void {
  if (warned.has(folder)) return;
  warned.add(folder);
  process.stderr.write(
    `vitest-dnn: the cache folder ${folder} cannot be used (${error.message}).\n` +
      'The work goes on without it: what is trained now will be trained again by the next run.\n' +
      'Make room or set another folder by dnn({ cache: … }) or DNN_CACHE_DIR; dnn({ cache: false }) does without one.\n',
  );
}
