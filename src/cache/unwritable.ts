/** System error codes for a folder that is full, read-only, forbidden or (ENOTDIR, EEXIST) not a folder. */
const codes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST']);

/** Returns whether an error, or any of its causes, means that the cache cannot be used. */
export function isUnwritable(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return ('code' in error && codes.has(String(error.code))) || isUnwritable(error.cause);
}

const warned = new Set<string>();

/** Warns on stderr, once per folder and process, that the tests run without the cache. */
export function warnUnwritable(folder: string, error: Error): void {
  if (warned.has(folder)) return;
  warned.add(folder);
  process.stderr.write(
    `vitest-dnn: the cache folder ${folder} cannot be used (${error.message}).\n` +
      'The tests run without the cache, so the next run trains the same models again.\n' +
      'Free disk space, or set another folder by dnn({ cache: … }) or DNN_CACHE_DIR. dnn({ cache: false }) turns the cache off.\n',
  );
}
