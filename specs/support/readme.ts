import { readFileSync } from 'node:fs';

/** The code blocks of README.md that begin with a comment naming their file, e.g. `// vitest.config.ts`. */
export function readmeFiles(readme = readFileSync('README.md', 'utf8')): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, code] of readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)) {
    const name = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    if (name !== undefined) files.set(name, code);
  }
  return files;
}
