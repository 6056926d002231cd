/**
 * Assigns every row of a square matrix a column of its own, so that the sum of the chosen values is as large as possible.
 *
 *   max over permutations π of Σ_i w[i, π(i)]
 *
 * Grows the matching by one row at a time along a shortest augmenting path, in O(size³).
 *
 * @param weights - [size, size], row after row
 * @returns the column per row
 * @see Kuhn 1955, Naval Research Logistics Quarterly 2(1-2); Jonker and Volgenant 1987, Computing 38(4)
 */
export function bestMatching(weights: ArrayLike<number>, size: number): Int32Array {
  const free = size; // the column that a new row starts from
  const rowOf = new Int32Array(size + 1).fill(-1);
  const [ofRows, ofColumns] = [new Float64Array(size), new Float64Array(size + 1)]; // dual variables
  for (let row = 0; row < size; row++) {
    const distance = new Float64Array(size).fill(Infinity);
    const before = new Int32Array(size).fill(free);
    const isVisited = new Uint8Array(size + 1);
    rowOf[free] = row;
    let column = free;
    while (rowOf[column] !== -1) {
      isVisited[column] = 1;
      const from = rowOf[column];
      let nearest = -1;
      for (let to = 0; to < size; to++) {
        if (isVisited[to]) continue;
        const cost = -weights[from * size + to] - ofRows[from] - ofColumns[to];
        if (cost < distance[to]) [distance[to], before[to]] = [cost, column];
        if (nearest === -1 || distance[to] < distance[nearest]) nearest = to;
      }
      const step = distance[nearest];
      for (let to = 0; to <= size; to++) {
        if (isVisited[to]) {
          ofRows[rowOf[to]] += step;
          ofColumns[to] -= step;
        } else if (to < size) distance[to] -= step;
      }
      column = nearest;
    }
    for (; column !== free; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  const columnOf = new Int32Array(size);
  for (let column = 0; column < size; column++) columnOf[rowOf[column]] = column;
  return columnOf;
}
