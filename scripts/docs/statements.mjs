/** Statements of declaration files, as text: comments, separators and types. */

/** Comments, strings, and every other character by itself. */
const tokens = /\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|[^]/g;

/** Splits a block into statements `{ comment, text }`; the doc comment is the last one before the statement. */
export function statementsOf(source) {
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
