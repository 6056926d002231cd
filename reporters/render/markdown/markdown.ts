import { plainLine } from '../../../src/plain-text.ts';
import { symbols, type Cell, type Table } from '../tables/table.ts';

/** @returns a table in GitHub-flavoured Markdown; marked cells are bold or italic, with the symbol of the mark */
export function renderMarkdown(table: Table): string {
  const head = `| ${table.columns.map(({ title }) => escapeMarkdown(title)).join(' | ')} |`;
  const rule = `| ${table.columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`;
  const body = table.rows.map((row) => `| ${row.map(renderCell).join(' | ')} |`);
  const subtitle = table.subtitle ? [escapeMarkdown(table.subtitle), ''] : [];
  const notes = table.notes.length > 0 ? ['', ...table.notes.map((note) => `${escapeMarkdown(note)}  `)] : [];
  return [`## ${escapeMarkdown(table.title)}`, '', ...subtitle, head, rule, ...body, ...notes].join('\n');
}

function renderCell({ text, mark }: Cell): string {
  const shown = escapeMarkdown(text);
  switch (mark) {
    case 'best':
    case 'fail':
    case 'undecided':
      return `**${shown}** ${symbols[mark]}`;
    case 'above':
      return `**${shown}** ${escapeMarkdown(symbols[mark])}`;
    case 'below':
      return `_${shown}_ ${escapeMarkdown(symbols[mark])}`;
    case 'strong':
      return `**${shown}**`;
    case 'worst':
      return `_${shown}_ ${symbols[mark]}`;
    case 'pass':
      return `${shown} ${symbols[mark]}`;
    default:
      return shown;
  }
}

/**
 * Escapes a text for a line of Markdown: a test may be called `a|b <script>`, an attack `a](http://…)`. Nothing in it becomes a
 * link, an entity, a formula, a heading or a list.
 */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .trim()
    .replace(/[\\|`*_<>[\]~&$]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www(?=\.)|mailto(?=:)|xmpp(?=:))/gi, '$1\\')
    .replace(/^(#+(?=\s|$)|[-+](?= ))/, '\\$1')
    .replace(/^(\d+)(?=[.)] )/, '$1\\');
}
