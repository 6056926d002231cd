import { readFileSync } from 'node:fs';

/**
 * Reads the code blocks of a Markdown document that start with a comment naming their file, e.g. `// vitest.config.ts`.
 *
 * @returns the code by file, without the indentation of the block
 */
export function codeBlocks(document: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, indent, code] of readFileSync(document, 'utf8').matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm)) {
    const text = code.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const name = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];
    if (name !== undefined) files.set(name, text);
  }
  return files;
}
