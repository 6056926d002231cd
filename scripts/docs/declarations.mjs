/**
 * Reads the declarations that the build wrote, `dist/**\/*.d.ts`, with their doc comments. The compiler prints them in one
 * regular form, so splitting them into statements is enough; no expression is ever parsed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

/**
 * @typedef {{ name: string, kind: 'interface' | 'type' | 'const' | 'function' | 'class' | 'namespace', exported: boolean,
 *   comment: string, text: string, file: string, doors: string[], parents: string[], members: Member[] }} Declaration
 * @typedef {{ name: string, optional: boolean, type: string, comment: string }} Member
 */

/**
 * All declarations below the folder, those first that the doors export, in the order of the doors.
 *
 * @param doors - files without `.d.ts`, from the folder; each declaration says in `doors` through which it is exported
 */
export function readDeclarations(folder, doors = []) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const modules = new Map(
    files.map((file) => {
      const path = relative(folder, file)
        .replaceAll('\\', '/')
        .replace(/\.d\.ts$/, '');
      return [path, statementsOf(readFileSync(file, 'utf8'))];
    }),
  );
  const declarations = [...modules].flatMap(([path, statements]) =>
    statements.map((statement) => declarationOf(statement, path)).filter(Boolean),
  );
  for (const door of doors) {
    const exported = exportsOf(modules, door);
    for (const declaration of declarations) {
      if (exported.get(declaration.name) === declaration.file) declaration.doors.push(door);
    }
  }
  return declarations;
}

/** The names that a module exports, with the module that declares each. */
function exportsOf(modules, path, onTheWay = new Set()) {
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

/**
 * The one declaration of this name: what the door exports, or any door in their order; of what no door exports, the only one.
 * Of overloads it is the first.
 */
export function find(declarations, name, { kinds, door } = {}) {
  const named = declarations.filter((each) => each.name === name && (!kinds || kinds.includes(each.kind)));
  const throughDoor = named.filter(({ doors }) => doors.some((each) => door === undefined || each === door));
  const found =
    throughDoor.length > 0
      ? throughDoor
      : named.some(({ exported }) => exported)
        ? named.filter(({ exported }) => exported)
        : named;
  const files = [...new Set(found.map(({ file }) => file))];
  if (found.length > 0 && (throughDoor.length > 0 || files.length === 1)) return found[0];
  throw new Error(
    files.length === 0 ? `Nothing declares "${name}".` : `Several files declare "${name}": ${files.join(', ')}.`,
  );
}

/** The members of an interface, or of a type made of one, with those it inherits first. */
export function membersOf(declarations, declaration) {
  const inherited = declaration.parents.flatMap((parent) => {
    const [, utility, inside, names] = /^(Omit|Pick|Partial|Readonly)<([^,>]+)(?:, ([^>]+))?>$/.exec(parent) ?? [];
    const members = membersOf(declarations, find(declarations, inside ?? parent, { kinds: ['interface', 'type'] }));
    const listed = [...(names ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name);
    if (utility === 'Omit') return members.filter(({ name }) => !listed.includes(name));
    if (utility === 'Pick') return members.filter(({ name }) => listed.includes(name));
    return members;
  });
  const own = new Set(declaration.members.map(({ name }) => name));
  return [...inherited.filter(({ name }) => !own.has(name)), ...declaration.members];
}

/** Comments, strings, and every other character by itself. */
const tokens = /\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|[^]/g;

/** Splits a block into statements `{ comment, text }`; the doc comment is the last one before the statement. */
function statementsOf(source) {
  const statements = [];
  let [comment, text, depth] = ['', '', 0];
  const end = () => {
    if (text.trim()) statements.push({ comment, text: text.trim() });
    [comment, text] = ['', ''];
  };
  for (const [token] of source.matchAll(tokens)) {
    if (token.startsWith('/*') || token.startsWith('//')) {
      if (depth > 0) text += token;
      else if (token.startsWith('/**') && !text.trim()) comment = token;
      continue;
    }
    text += token;
    if ('{(['.includes(token)) depth++;
    if ('})]'.includes(token)) depth--;
    const closes =
      token === '}' && depth === 0 && /^(export )?(declare )?(interface|class|namespace|global)\b/.test(text.trim());
    if (depth === 0 && (token === ';' || closes)) end();
  }
  end();
  return statements;
}

function declarationOf({ comment, text }, file) {
  const found = /^(export )?(?:declare )?(?:abstract )?(interface|type|const|function|class|namespace) (\w+)/.exec(
    text,
  );
  if (!found) return undefined;
  const [start, exported, kind, name] = found;
  const declaration = {
    name,
    kind,
    exported: Boolean(exported),
    comment,
    text,
    file,
    doors: [],
    parents: [],
    members: [],
  };
  if (kind === 'interface') {
    const open = bodyAt(text);
    const heritage = /\bextends ([^]+)$/.exec(text.slice(start.length, open))?.[1] ?? '';
    declaration.parents = splitOutside(heritage.trim(), ',');
    declaration.members = statementsOf(text.slice(open + 1, -1))
      .map(memberOf)
      .filter(Boolean);
  }
  if (kind === 'type') declaration.parents = splitOutside(text.slice(text.indexOf('=') + 1).replace(/;$/, ''), '&');
  return declaration;
}

function memberOf({ comment, text }) {
  const [, name, mark, type] = /^(?:readonly )?(\w+)(\??)(?::\s*([^]*?)|(\([^]*?));?$/.exec(text) ?? [];
  return (
    name && {
      name,
      optional: mark === '?',
      type: plainType(type ?? text.slice(name.length).replace(/;$/, '')),
      comment,
    }
  );
}

/** Where the body of an interface begins: the first brace outside of type arguments. */
function bodyAt(text) {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') depth++;
    if (text[at] === '>' && text[at - 1] !== '=') depth--;
    if (text[at] === '{' && depth === 0) return at;
  }
  return text.length;
}

/** Splits at a separator that is in no bracket. */
export function splitOutside(text, separator) {
  const parts = [''];
  let depth = 0;
  for (const [at, sign] of [...text].entries()) {
    if ('<([{'.includes(sign)) depth++;
    if (')]}'.includes(sign) || (sign === '>' && text[at - 1] !== '=')) depth--;
    if (sign === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** A type as a reader wants it: on one line, without the paths of imports. */
export function plainType(type) {
  return type
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
