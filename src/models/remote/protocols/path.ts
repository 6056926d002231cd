/** @returns the address with another path; its query stays */
export function withPath(url: URL, change: (path: string) => string): URL {
  const changed = new URL(url);
  changed.pathname = change(url.pathname.replace(/\/+$/, ''));
  return changed;
}

/** The name of a model in a path such as /v2/models/digits/versions/1. */
export const modelIn = ({ pathname }: URL): string | undefined => /\/models\/([^/:]+)/.exec(pathname)?.[1];
