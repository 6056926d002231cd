import { setImmediate } from 'node:timers/promises';

/**
 * Advances many items, some at a time, until all are done. An item that is done makes room for the next, so the engine has
 * full batches until the end.
 *
 * @param count - items 0 … count - 1, started in this order
 * @param atOnce - maximum number of active items
 * @param advance - takes one step with the active items; returns those that continue
 * @param onDone - called after every step with the number of items that are done
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
