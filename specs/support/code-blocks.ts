import { readFileSync } from 'node:fs';

/**
 * The code blocks of a Markdown document that begin with a comment naming their file, e.g. `// vitest.config.ts`; indented
 * ones, as in lists, without their indentation.
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

/**
 * What a Markdown document says that a command prints: `text` blocks that begin with the command, `$ npx vitest run`, by the
 * pieces between the lines that hold nothing but `…`, for what is left out.
 */
export function printedIn(document: string): string[][] {
  const blocks = [...readFileSync(document, 'utf8').matchAll(/^```text\n\$ .+\n([^]*?)^```$/gm)];
  return blocks.map(([, text]) => text.split(/^…\n/m).filter((piece) => piece.trim() !== ''));
}
