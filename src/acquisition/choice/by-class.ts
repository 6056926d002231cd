/** Returns the indices of every class that occurs, ascending. */
export function indicesByClass(classes: Int32Array): Map<number, number[]> {
  const byClass = new Map<number, number[]>();
  classes.forEach((which, index) => {
    const indices = byClass.get(which);
    if (indices) indices.push(index);
    else byClass.set(which, [index]);
  });
  return byClass;
}
