import { symbols, type Cell, type Table } from '../tables/table.ts';

/** @returns a table in GitHub-flavoured Markdown; marked cells are bold or italic, with the symbol of the mark */
export function renderMarkdown(table: Table): string {
  const head = `| ${table.columns.map(({ title }) => escape(title)).join(' | ')} |`;
  const rule = `| ${table.columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`;
  const body = table.rows.map((row) => `| ${row.map(renderCell).join(' | ')} |`);
  const subtitle = table.subtitle ? [escape(table.subtitle), ''] : [];
  const notes = table.notes.length > 0 ? ['', ...table.notes.map((note) => `${escape(note)}  `)] : [];
  return [`## ${escape(table.title)}`, '', ...subtitle, head, rule, ...body, ...notes].join('\n');
}

function renderCell({ text, mark }: Cell): string {
  const shown = escape(text);
  switch (mark) {
    case 'best':
    case 'fail':
    case 'undecided':
      return `**${shown}** ${symbols[mark]}`;
    case 'above':
      return `**${shown}** ${escape(symbols[mark])}`;
    case 'below':
      return `_${shown}_ ${escape(symbols[mark])}`;
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

/** Escapes Markdown and HTML in a text: a test may be called `a|b <script>`. */
function escape(text: string): string {
  return text
    .replace(/[\\|`*_<>[\]]/g, '\\$&')
    .replace(/\s+/g, ' ')
    .trim();
}
