import { posix } from 'node:path';

/** The names that a module exports, with the module that declares each. */
export function exportsOf(modules, path, onTheWay = new Set()) {
  const names = new Map();
  if (!modules.has(path) || onTheWay.has(path)) return names;
  const further = new Set(onTheWay).add(path);
  const at = (target) => exportsOf(modules, posix.join(posix.dirname(path), target).replace(/\.(ts|js)$/, ''), further);
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
