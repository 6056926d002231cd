/** Tables of options, from the interface that declares them. */
import { find, membersOf } from './declarations.mjs';
import { plainType, splitOutside } from './statements.mjs';
import { parseComment, prose, tagsOf } from './comment.mjs';

/**
 * A table of the members of an interface: name, type, default and meaning; without defaults where no member has one.
 *
 * @param actual - the defaults that the code has, by name, where they are known; one that differs from its comment is an error
 */
export function optionsTable(declarations, interfaceName, { door, actual = {}, head = 'option' } = {}) {
  const declaration = find(declarations, interfaceName, { kinds: ['interface', 'type'], door });
  const rows = membersOf(declarations, declaration).map((member) => {
    const comment = parseComment(member.comment);
    const [documented] = tagsOf(comment, 'defaultValue');
    const fallback =
      member.name in actual ? defaultOf(interfaceName, member.name, documented, actual[member.name]) : documented;
    return [
      code(member.name),
      code(expanded(declarations, member.type)),
      fallback === undefined ? (member.optional || head !== 'option' ? '' : '_required_') : literalsAsCode(fallback),
      comment.body.join(' '),
    ];
  });
  const columns = [head, 'type', 'default', 'meaning'];
  const kept = columns.map((_, i) => i !== 2 || rows.some((cells) => cells[i] !== ''));
  const only = (cells) => cells.filter((_, i) => kept[i]);
  return table(only(columns), rows.map(only));
}

/** A table in Markdown; bars in cells are escaped. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text) => `\`${text}\``;

/** The default that the code has; what the comment says of it must agree, and may explain it. */
function defaultOf(owner, name, documented, value) {
  const [stated] = documented === undefined ? [] : literalOf(documented);
  const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  if (documented === undefined) return shown;
  if (stated === undefined || value === null) return documented;
  if (JSON.stringify(valueOf(stated)) === JSON.stringify(value)) return documented;
  throw new Error(
    `${owner}.${name}: the comment says that the default is ${documented}, the code that it is ${shown}.`,
  );
}

/** The literal that a text begins with, and the rest. */
function literalOf(text) {
  const found =
    /^('[^']*'|-?\d[\d.,_]*(?:e-?\d+)?|true|false|null|\[[^\]]*\]|\{[^}]*\}|\w+\([^)]*\))(?=$|[\s:;,])/.exec(text);
  return found ? [found[1].replace(/,$/, ''), text.slice(found[1].replace(/,$/, '').length)] : [];
}

function valueOf(literal) {
  if (literal.startsWith("'")) return literal.slice(1, -1);
  return JSON.parse(
    /^-?\d/.test(literal) ? literal.replace(/[,_]/g, '') : literal.replaceAll("'", '"').replace(/(\w+):/g, '"$1":'),
  );
}

function literalsAsCode(text) {
  const [literal, rest] = literalOf(text);
  return literal === undefined ? prose(text) : `${code(literal)}${prose(rest)}`;
}

/** A type with the names looked up that stand for a few literals or numbers. */
function expanded(declarations, type) {
  return splitOutside(plainType(type), '|')
    .map((part) => (/^[A-Z]\w*$/.test(part) ? (valuesOf(declarations, part) ?? part) : part))
    .join(' | ');
}

function valuesOf(declarations, name) {
  const aliases = declarations.filter((each) => each.name === name && each.kind === 'type');
  if (aliases.length !== 1) return undefined;
  const [, right] = /=\s*([^]*?);?$/.exec(aliases[0].text);
  const [, list] = /^\(typeof (\w+)\)\[number\]$/.exec(right) ?? [];
  if (list) {
    const items = /\[([^\]]*)\]/.exec(find(declarations, list, { kinds: ['const'] }).text)?.[1];
    return items && splitOutside(items.replaceAll('"', "'"), ',').join(' | ');
  }
  const parts = splitOutside(plainType(right), '|');
  return parts.every((part) => /^('[^']*'|\d+|number|string|boolean|false|true|null)$/.test(part))
    ? parts.join(' | ')
    : undefined;
}
