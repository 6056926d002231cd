import { expect, test } from 'vitest';
import { escapeLatex, renderLatex } from '../../../../reporters/render/latex.ts';
import { cell } from '../../../../reporters/render/tables/table.ts';

test('renderLatex writes a table for booktabs, with its marks and notes', () => {
  const latex = renderLatex({
    title: 'Attacks',
    subtitle: '500 inputs',
    columns: [
      { title: 'model', align: 'left' },
      { title: 'pgd %', align: 'right' },
    ],
    rows: [
      [cell('a_1'), cell('94.1', 'best')],
      [cell('b'), cell('−0.2', 'worst')],
      [cell('c', 'faint'), cell('≥ 60.0 %', 'pass')],
    ],
    notes: ['values are % of inputs\nwith a break'],
  });
  expect(latex).toBe(
    [
      '% values are % of inputs with a break',
      '\\begin{table}',
      '  \\caption{Attacks: 500 inputs}',
      '  \\begin{tabular}{lr}',
      '    \\toprule',
      '    model & pgd \\% \\\\',
      '    \\midrule',
      '    a\\_1 & \\textbf{94.1} \\\\',
      '    b & \\textit{$-$0.2} \\\\',
      '    c & $\\geq$ 60.0 \\% $\\checkmark$ \\\\',
      '    \\bottomrule',
      '  \\end{tabular}',
      '\\end{table}',
      '',
    ].join('\n'),
  );
});

test('escapeLatex draws the bars of a learning curve', () => {
  expect(escapeLatex('▁█')).toBe('\\rule{0.4em}{0.1em}\\rule{0.4em}{0.8em}');
});

test('escapeLatex leaves no character of a text that LaTeX runs', () => {
  expect(escapeLatex('\\input{/etc} $x$ 50 % #1 a_b ~ ^ & <b> | "c"')).toBe(
    '\\textbackslash{}input\\{/etc\\} \\$x\\$ 50 \\% \\#1 a\\_b \\textasciitilde{} \\textasciicircum{} \\& \\textless{}b\\textgreater{} \\textbar{} \\textquotedbl{}c\\textquotedbl{}',
  );
});
