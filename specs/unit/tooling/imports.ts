import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** An import of one file by another, including type and dynamic imports. Paths are relative to the root. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const specifiers = /(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g;
const comments = /\/\*[^]*?\*\/|\/\/.*$/gm;

/** Returns the package's source files, except the kernels in `assembly`, which are written in another language. */
export function sourceFiles(): string[] {
  return ['src', 'matchers', 'fixtures', 'reporters']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('/assembly/'))
    .sort();
}

/** Returns all imports among the files, ignoring comments. */
export function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((from) => {
    const code = readFileSync(from, 'utf8').replace(comments, '');
    return [...code.matchAll(specifiers)].map(([, path]) => ({ from, to: normalize(join(dirname(from), path)) }));
  });
}

const loads = /^(?:import|export)(?!\s+type\b)[^;']*?'(\.[^']+\.ts)'/gm;

/** Returns the files that are loaded with a file: those of its imports and of theirs, except type and dynamic imports. */
export function filesLoadedWith(file: string): string[] {
  const loaded = new Set([file]);
  for (const from of loaded) {
    const code = readFileSync(from, 'utf8').replace(comments, '');
    for (const [, path] of code.matchAll(loads)) loaded.add(normalize(join(dirname(from), path)));
  }
  return [...loaded];
}

/** Returns the import cycles: the files of each cycle, in the order in which they import each other. */
export function circlesIn(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const settled = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file]);
    if (start >= 0 || settled.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    settled.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return circles;
}
