/** Names of options in other libraries and papers, without separators, and the names of this package. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  lr: ['learningRate'],
  eta: ['learningRate'],
  alpha: ['stepSize'],
  epsstep: ['stepSize'],
  eps: ['epsilon'],
  delta: ['epsilon'],
  radius: ['epsilon'],
  iterations: ['steps', 'rounds', 'epochs'],
  iters: ['steps', 'rounds'],
  niter: ['steps', 'rounds'],
  nbiter: ['steps', 'rounds'],
  maxiter: ['steps', 'rounds'],
  nsteps: ['steps'],
  numsteps: ['steps'],
  nqueries: ['queries'],
  nrestarts: ['restarts'],
  nepochs: ['epochs'],
  ord: ['norm'],
  bs: ['batchSize'],
  batch: ['batchSize'],
  randominit: ['randomStart'],
  randomseed: ['seed'],
  randomstate: ['seed'],
  threshold: ['atLeast', 'within'],
  min: ['atLeast'],
  maxloss: ['within'],
  samples: ['limit', 'draws'],
  n: ['limit', 'budget'],
  count: ['budget', 'limit'],
  size: ['budget'],
  data: ['dataset'],
  model: ['architecture'],
  network: ['architecture'],
  strategy: ['acquisition'],
  querystrategy: ['acquisition'],
  dir: ['folder', 'reportDir'],
  path: ['folder'],
  range: ['inputRange'],
  bounds: ['inputRange'],
};

/** Longer names are not compared. */
const longest = 60;

/**
 * Returns the name that was probably meant: one that differs in case or separators, the name of this package for that of another
 * library, one that begins alike, or the nearest by edit distance.
 *
 * @returns undefined if no name is near
 */
export function suggestionFor(name: string, names: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const plain = plainly(name);
  const alike = names.find((other) => plainly(other) === plain);
  if (alike !== undefined || plain === '') return alike;
  const meant = Object.hasOwn(synonyms, plain) ? synonyms[plain].find((other) => names.includes(other)) : undefined;
  if (meant !== undefined) return meant;
  const near = names
    .map((other) => ({ other, distance: editDistance(plain, plainly(other)) }))
    .filter(({ other, distance }) => distance <= Math.max(1, Math.floor(Math.min(plain.length, other.length) / 3)))
    .sort((a, b) => a.distance - b.distance);
  if (near.length > 0) return near[0].other;
  return plain.length < 3 ? undefined : names.find((other) => plainly(other).startsWith(plain));
}

const plainly = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The number of letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
