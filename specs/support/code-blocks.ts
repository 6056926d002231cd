import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

/**
 * What a Markdown document says that a command prints: `text` blocks that begin with the command, `$ npx vitest run`, by the
 * pieces between the lines that hold nothing but `…`, for what is left out.
 */
export function printedIn(document: string): string[][] {
  const blocks = [...readFileSync(document, 'utf8').matchAll(/^```text\n\$ .+\n([^]*?)^```$/gm)];
  return blocks.map(([, text]) => text.split(/^…\n/m).filter((piece) => piece.trim() !== ''));
}

/**
 * Applies the diff blocks of a Markdown document to files of a folder. A block begins with a comment that names its file. Lines
 * with a space must stand in the file, once and in any order; lines with a plus are inserted below the line before them; lines
 * with a minus are replaced.
 *
 * @returns the files that changed
 * @throws Error if a line does not stand in its file exactly once
 */
export function applyDiffs(document: string, folder: string): string[] {
  const blocks = [...readFileSync(document, 'utf8').matchAll(/^```diff\n \/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, name, block]) => {
    const file = join(folder, name);
    const lines = readFileSync(file, 'utf8').split('\n');
    let at = -1;
    for (const line of block.trimEnd().split('\n')) {
      const text = line.slice(1);
      if (line.startsWith('+')) {
        lines.splice(++at, 0, text);
        continue;
      }
      const places = lines.flatMap((other, place) => (other === text ? [place] : []));
      if (places.length !== 1) throw new Error(`${document}: "${text}" stands ${places.length} times in ${name}.`);
      at = places[0];
      if (line.startsWith('-')) lines.splice(at--, 1);
    }
    writeFileSync(file, lines.join('\n'));
    return name;
  });
}
