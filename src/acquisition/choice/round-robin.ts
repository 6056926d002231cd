/** The first `count` members when groups take turns, each giving its members in order until it has none left. */
export function roundRobin(groups: readonly (readonly number[])[], count: number): Int32Array {
  const taken: number[] = [];
  let left = groups.filter((group) => group.length > 0);
  for (let turn = 0; taken.length < count && left.length > 0; turn++) {
    taken.push(...left.map((group) => group[turn]));
    left = left.filter((group) => group.length > turn + 1);
  }
  return Int32Array.from(taken.slice(0, count));
}
