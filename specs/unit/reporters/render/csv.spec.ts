import { expect, test } from 'vitest';
import { renderCsv } from '../../../../reporters/render/csv.ts';
import { cell, type Table } from '../../../../reporters/render/tables/table.ts';

const tableOf = (...texts: string[]): Table => ({
  title: 'Gates',
  subtitle: '2 passed',
  columns: [
    { title: 'test', align: 'left' },
    { title: 'value, in %', align: 'right' },
  ],
  rows: texts.map((text) => [cell(text, 'best'), cell('−0.20')]),
  notes: ['left out'],
});

test('renderCsv writes a line of titles and one line per row, with numbers that programs read', () => {
  expect(renderCsv(tableOf('reads digits', 'withstands pgd'))).toBe(
    'test,"value, in %"\r\nreads digits,-0.20\r\nwithstands pgd,-0.20\r\n',
  );
});

test.each([
  ['a "quoted" name, with a comma', '"a ""quoted"" name, with a comma"'],
  ['a\nb', 'a b'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-not a number', "'-not a number"],
  ['+0.2', '+0.2'],
  ['−12.5 %', '-12.5 %'],
  ['|a| <b>', '|a| <b>'],
])('renderCsv writes %j as text', (text, expected) => {
  expect(renderCsv(tableOf(text)).split('\r\n')[1]).toBe(`${expected},-0.20`);
});
