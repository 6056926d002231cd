import type { Awaitable, Choice, Selection } from '../contract.ts';

/** What was chosen, in one form, when it has been chosen. */
export async function selectionOf(choice: Awaitable<Choice>): Promise<Selection> {
  const chosen = await choice;
  return chosen instanceof Int32Array ? { selected: chosen } : chosen;
}
