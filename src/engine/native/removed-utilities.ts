import util from 'node:util';

/** Restores the functions of `util` that tfjs-node 4.22 calls and Node 23 removed. */
export function provideRemovedUtilities(): void {
  const target = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean };
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
  target.isArray ??= Array.isArray;
}
