/**
 * Whether the import of an optional package failed because the package is not installed. Node says so by a code; Vite, where it
 * transforms the importing module, replaces optional peers that are missing by a module that throws.
 */
export function isMissingPackage(error: unknown): boolean {
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' || /^Could not resolve ".+" imported by /.test(message);
}
