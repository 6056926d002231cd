import { posix } from 'node:path';

/**
 * The names that a module exports, with the module that declares each.
 *
 * @param known - the exports of modules read so far: many paths of imports lead to the same module
 */
export function exportsOf(modules, path, known = new Map()) {
  if (known.has(path)) return known.get(path);
  const names = new Map();
  known.set(path, names); // of a module that imports itself, what is read so far
  if (!modules.has(path)) return names;
  const at = (target) => exportsOf(modules, posix.join(posix.dirname(path), target).replace(/\.(ts|js)$/, ''), known);
  const imported = new Map();
  for (const { text } of modules.get(path)) {
    const [, verb, list, target] =
      /^(import|export)\s+(?:type\s+)?(\*|\{[^}]*\})(?:\s+from\s+['"]([^'"]+)['"])?;?$/.exec(text) ?? [];
    const [, declared] =
      /^export (?:declare )?(?:abstract )?(?:interface|type|const|function|class) (\w+)/.exec(text) ?? [];
    if (declared !== undefined && verb === undefined) names.set(declared, path);
    if (verb === undefined || (target !== undefined && !target.startsWith('.'))) continue;
    if (list === '*') for (const [name, file] of at(target)) names.set(name, file);
    if (list === '*') continue;
    const found = target === undefined ? imported : at(target);
    for (const part of list.slice(1, -1).split(',')) {
      const [, name, alias = name] = /^\s*(?:type\s+)?(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
      if (name !== undefined && found.has(name)) (verb === 'import' ? imported : names).set(alias, found.get(name));
    }
  }
  return names;
}
