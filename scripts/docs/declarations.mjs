/**
 * Reads the declarations that the build wrote, `dist/**\/*.d.ts`, with their doc comments. The compiler prints them in one
 * regular form, so splitting them into statements is enough; no expression is ever parsed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { exportsOf } from './exports.mjs';
import { plainType, splitOutside, statementsOf } from './statements.mjs';

/**
 * @typedef {{ name: string, kind: 'interface' | 'type' | 'const' | 'function' | 'class' | 'namespace', exported: boolean,
 *   comment: string, text: string, file: string, doors: string[], parents: string[], members: Member[] }} Declaration
 * @typedef {{ name: string, optional: boolean, type: string, comment: string }} Member
 */

/** The folder of the build with the declarations of TensorFlow.js. */
const copied = 'tensorflow';

/**
 * All declarations of this package below the folder, those first that the doors export, in the order of the doors.
 *
 * @param doors - files without `.d.ts`, from the folder; each declaration says in `doors` through which it is exported
 */
export function readDeclarations(folder, doors = []) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !relative(folder, file).startsWith(copied))
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

/**
 * The one declaration of this name: what the door exports, or any door in their order; of what no door exports, the only one.
 * Of overloads it is the first that is described.
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
  if (found.length > 0 && (throughDoor.length > 0 || files.length === 1))
    return found.find(({ comment }) => comment) ?? found[0];
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
  const [, name, mark, parameters, type, call] =
    /^(?:readonly )?(\w+)(\??)(?:<([^>]*)>)?(?::\s*([^]*?)|(\([^]*?));?$/.exec(text) ?? [];
  return (
    name && {
      name,
      optional: mark === '?',
      type: plainType(type ?? withoutTypeParameters(call, parameters)),
      comment,
    }
  );
}

/** A method without its type parameters, which tell a reader little: `this`, and the types that name one. */
function withoutTypeParameters(call, parameters = '') {
  const names = parameters.split(',').map((parameter) => parameter.trim().split(' ')[0]);
  return names
    .filter(Boolean)
    .reduce(
      (plain, name) => plain.replaceAll(`<${name}>`, '').replace(/ & \{[^}]*\}/, ''),
      call.replace(/^\(this: \w+(?:<[^>]*>)?(?:, )?/, '('),
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
