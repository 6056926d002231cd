/** Doc comments as data, and as Markdown. */

/**
 * The parts of a doc comment: `summary`, its first sentence; `body`, its blocks before the first tag; `tags`, `[name, text]`
 * in order, an inline `@defaultValue` among them.
 */
export function parseComment(comment) {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const [text, ...tagged] = lines
    .join('\n')
    .trim()
    .split(/(?:^|\s)@(?=[a-zA-Z]+\b)(?![^`\n]*`(?:[^`\n]*`[^`\n]*`)*[^`\n]*$)/);
  const tags = tagged.map((tag) => {
    const [, name, content] = /^(\w+)\s*([^]*)$/.exec(tag);
    return [name, name === 'example' ? content.trim() : joined(content)];
  });
  const body = blocksOf(text);
  return { summary: firstSentence(body[0] ?? ''), body, tags };
}

/** The text of all tags of a name. */
export const tagsOf = ({ tags }, name) => tags.filter(([each]) => each === name).map(([, text]) => text);

/** A comment as Markdown: its blocks, what it throws, its examples, where it comes from. */
export function toMarkdown({ body, tags }) {
  const of = (name) => tagsOf({ tags }, name);
  return [
    ...body,
    ...of('param').map((text) => `- ${prose(text.replace(/^(\w+) - /, '`$1`: '))}`),
    of('throws').length > 0
      ? `Throws ${of('throws')
          .map((text) => prose(text.replace(' - ', ' ')))
          .join('; ')}.`.replace(/\.\.$/, '.')
      : '',
    ...of('example').map((code) => `\`\`\`ts\n${code}\n\`\`\``),
    of('see').length > 0 ? `Source: ${of('see').map(cited).join('; ')}`.replace(/\.?$/, '.') : '',
  ].filter(Boolean);
}

/** Text outside of code with the signs escaped that Markdown would take for its own. */
export function prose(text) {
  return outsideCode(text, (part) => part.replace(/[<>*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&'));
}

/** A source, its arXiv numbers linked. */
export function cited(text) {
  return prose(text).replace(/arXiv:(\d{4}\.\d{4,5})/g, '[arXiv:$1](https://arxiv.org/abs/$1)');
}

/** Paragraphs, lists and formulas; a formula is a block of lines that are all indented. */
function blocksOf(text) {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim())
    .map((block) => {
      const lines = block.split('\n').filter((line) => line.trim());
      if (lines.every((line) => /^ {2}/.test(line))) {
        const indent = Math.min(...lines.map((line) => /^ */.exec(line)[0].length));
        if (lines.every((line) => /^ *[–-] /.test(line)))
          return lines
            .map((line) => line.trim().replace(/^–/, '-'))
            .map(prose)
            .join('\n');
        return `\`\`\`text\n${lines.map((line) => line.slice(indent)).join('\n')}\n\`\`\``;
      }
      return prose(joined(block));
    });
}

const joined = (text) => text.replace(/\s*\n\s*/g, ' ').trim();

/** Up to the first full stop that ends a sentence: not one of an abbreviation, nor one inside of code. */
function firstSentence(paragraph) {
  if (paragraph.startsWith('```')) return '';
  const code = paragraph.replace(/`[^`]*`/g, (span) => '·'.repeat(span.length));
  for (const { index } of code.matchAll(/\.(?= [\p{Lu}`·]|$)/gu)) {
    if (!/\b(e\.g|i\.e|et al|cf|eq)$/.test(code.slice(0, index))) return paragraph.slice(0, index + 1);
  }
  return paragraph;
}

function outsideCode(text, change) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('');
}
