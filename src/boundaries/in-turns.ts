import { setImmediate } from 'node:timers/promises';

/**
 * Advances many items, some at a time, until none is under way: an item that is done makes room for the next, so that the
 * engine has full batches until the end.
 *
 * @param count - items 0 … count - 1, begun in this order
 * @param atOnce - how many are under way at most
 * @param advance - one step of those that are under way; returns the ones that go on
 * @param onDone - hears after every step how many items are done
 */
export async function inTurns(
  count: number,
  atOnce: number,
  advance: (active: Int32Array) => Int32Array,
  onDone: (items: number) => void = () => {},
): Promise<void> {
  const waiting = Array.from({ length: count }, (_, item) => item);
  let active: Int32Array = new Int32Array(0);
  while (active.length + waiting.length > 0) {
    active = advance(Int32Array.of(...active, ...waiting.splice(0, atOnce - active.length)));
    onDone(count - active.length - waiting.length);
    await setImmediate();
  }
}
