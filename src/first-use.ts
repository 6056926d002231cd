let isUsed = false;
const waiting: (() => void)[] = [];

/** Says that a spec has loaded this package. */
export function noteUse(): void {
  isUsed = true;
  for (const prepare of waiting.splice(0)) prepare();
}

/** Runs something when a spec loads this package, or at once if one has, so that ordinary tests do not pay for it. */
export function onFirstUse(prepare: () => void): void {
  if (isUsed) prepare();
  else waiting.push(prepare);
}
