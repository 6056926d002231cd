/** The folders of this package, compiled or not, as stack traces name them. */
const own = ['src', 'matchers', 'fixtures', 'reporters'].map((folder) => new URL(`../${folder}/`, import.meta.url));
const ownFolders = own.flatMap((url) => [url.href, decodeURIComponent(url.pathname)]);
const notOfUsers = [...ownFolders, '/node_modules/', ' node:', '(node:', '<anonymous>'];

/**
 * Removes the frames of this package from the stack of an error, so that it points to the line of the user. They are kept if no
 * other line is known.
 *
 * @param frames - the lines to point to if the stack has none of the user; a stack trace without its message
 */
export function pointToCaller(error: Error, frames?: string): void {
  const lines = error.stack?.split('\n') ?? [];
  const start = lines.findIndex((line) => /^ +at /.test(line));
  if (start === -1) return;
  const isUsers = (line: string): boolean => !notOfUsers.some((part) => line.includes(part));
  const isOwn = (line: string): boolean => ownFolders.some((folder) => line.includes(folder));
  const others = [lines.slice(start), frames?.split('\n') ?? []].map((part) => part.filter((line) => !isOwn(line)));
  const shown = others.find((part) => part.some(isUsers));
  if (!shown) return;
  const first = isOwn(lines[start]) ? shown.findIndex(isUsers) : 0; // an error of the user's function keeps all its lines
  error.stack = [...lines.slice(0, start), ...shown.slice(first)].join('\n');
}
