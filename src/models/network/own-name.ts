let count = 0;

/**
 * Returns the name of a layer that this package adds to a network. A network may hold a layer of a user with any common name, and
 * may apply one layer several times; names must be unique.
 */
export function ownName(kind: string): string {
  count++;
  return `vitest-dnn/${kind}/${count}`;
}
