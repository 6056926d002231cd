/**
 * The script of the page: filters, search, sorting, keys, copying and the choice of light or dark. The page can be read without it. It
 * reads no text as markup.
 */
export const script = `'use strict';
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add('js');

  const theme = document.querySelector('#theme');
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const paint = (chosen) => {
    if (chosen) root.dataset.theme = chosen;
    theme.textContent = isDark() ? 'light' : 'dark';
  };
  const remembered = (write) => {
    try {
      return write ? localStorage.setItem('vitest-dnn-theme', write) : localStorage.getItem('vitest-dnn-theme');
    } catch {
      return null; // a page that was opened as a file may have no storage
    }
  };
  const turn = () => {
    paint(isDark() ? 'light' : 'dark');
    remembered(root.dataset.theme);
  };
  paint(remembered());
  theme.addEventListener('click', turn);

  const search = document.querySelector('#search');
  const chips = all('.chip');
  const filter = () => {
    const words = search.value.toLowerCase().split(' ').filter(Boolean);
    const shown = chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true').map((chip) => chip.dataset.state);
    let count = 0;
    for (const body of all('.gates tbody')) {
      const file = body.rows[0].textContent.toLowerCase();
      const rows = [...body.rows].slice(1);
      for (const row of rows) {
        const text = row.textContent.toLowerCase() + ' ' + file;
        row.hidden = !shown.includes(row.dataset.state) || !words.every((word) => text.includes(word));
      }
      const left = rows.filter((row) => !row.hidden).length;
      body.hidden = left === 0;
      count += left;
    }
    document.querySelector('.nothing').hidden = count > 0;
  };
  const unfold = () => all('#gates details').forEach((fold) => (fold.open = true));
  for (const link of all('a[href="#gates"]')) link.addEventListener('click', unfold);
  addEventListener('beforeprint', unfold);
  if (search) search.addEventListener('input', filter);
  for (const chip of chips)
    chip.addEventListener('click', () => {
      chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
      filter();
    });

  const valueOf = (cell) => {
    if (cell.dataset.value) return Number(cell.dataset.value);
    const text = cell.textContent.trim().replaceAll('\\u2212', '-').replaceAll(',', '');
    const number = /^[<>\\u2264\\u2265 ]*([-+]?[0-9.]+)/.exec(text);
    return number ? Number(number[1]) : text;
  };
  const compare = (a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : typeof a === typeof b ? a.localeCompare(b) : typeof a === 'number' ? -1 : 1;
  const sort = (table, at, descending) => {
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => row.className !== 'file');
      const sorted = rows.map((row, place) => ({ row, place, value: valueOf(row.cells[at]) }));
      sorted.sort((a, b) => (descending ? compare(b.value, a.value) : compare(a.value, b.value)) || a.place - b.place);
      body.append(...sorted.map(({ row }) => row));
    }
  };
  for (const table of all('table[data-sortable]'))
    all('thead th', table).forEach((head, at) => {
      if (head.querySelector('.plain') || head.textContent === '') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const descending = head.getAttribute('aria-sort') ? head.getAttribute('aria-sort') === 'ascending' : head.classList.contains('right');
        all('thead th', table).forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sort(table, at, descending);
      });
    });

  for (const button of all('[data-copy]'))
    button.addEventListener('click', async () => {
      const code = button.previousElementSibling;
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'copied';
      } catch {
        getSelection().selectAllChildren(code); // without a clipboard, the command is selected
        button.textContent = 'selected';
      }
      setTimeout(() => (button.textContent = 'copy'), 1500);
    });

  const failures = all('.failure');
  const step = (by) => {
    const top = (article) => article.getBoundingClientRect().top - 70;
    const next = by > 0 ? (failures.find((article) => top(article) > 4) ?? failures[0]) : (failures.findLast((article) => top(article) < -4) ?? failures.at(-1));
    if (!next) return;
    next.scrollIntoView();
    next.focus({ preventScroll: true });
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (event.key === '/' && search) {
      event.preventDefault();
      unfold();
      search.focus();
    } else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 't') turn();
  });
})();
`;
