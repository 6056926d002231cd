import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { compareCommand } from '../../../reporters/compare.ts';
import { writeComment } from '../../../reporters/comment.ts';
import { commitOf, writeHistory } from '../../../reporters/history.ts';
import { assemble } from '../../../src/report/assemble.ts';
import type { Gate } from '../../../src/report/schemas/gate.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { fullReport } from './render/html/sample.ts';
import { gate } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnn-comment-'));
const reportOf = (gates: readonly Gate[], file = 'specs/digits.spec.ts'): Report =>
  assemble([{ file, test: 'survives', meta: { gates: [...gates], models: [], engines: [] } }], {
    header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
    retraining: [],
    thresholds: {},
  });
const saved = (name: string, report: Report): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(report));
  return path;
};
const commentOf = async (report: Report, base?: string): Promise<string> => {
  await writeComment(report, folder, base);
  return readFileSync(join(folder, 'comment.md'), 'utf8');
};

describe('comment.md', () => {
  test('begins with a mark, the counts and the difference to the base', async () => {
    const base = saved('base.json', reportOf([gate(0.7), gate(0.9, { quantity: 'accuracy' })]));
    const comment = await commentOf(reportOf([gate(0.5), gate(0.9, { quantity: 'accuracy' })]), base);
    expect(comment).toMatch(
      /^<!-- vitest-dnn -->\n\n# Quality of the networks\n\n✗ 1 of 2 gates failed\n\n## Difference/,
    );
    expect(comment).toContain('1 newly failing, 1 equal');
    expect(comment).toMatch(
      /\| survives \| robust accuracy under pgd\(0\.3\) \| 70\.0 % \| 50\.0 % \| −20\.0 \| ≥ 60\.0 % \|/,
    );
    expect(comment.indexOf('## Difference')).toBeLessThan(comment.indexOf('## Gates'));
  });

  test('says that there is no base, and shows the tables nevertheless', async () => {
    const comment = await commentOf(reportOf([gate(0.7)]), join(folder, 'none.json'));
    expect(comment).toMatch(/There is nothing to compare with: .*none\.json cannot be read \(ENOENT\)/);
    expect(comment).toContain('## Gates');
    expect(comment).toContain('✓ The gate passed');
  });

  test('counts as the other reports do: undecided gates and missed thresholds are no passed ones', async () => {
    const undecided = gate(0.7, { outcome: 'undecided', undecided: 'warn' });
    expect(await commentOf(reportOf([undecided, gate(0.7)]))).toContain('? 1 of 2 gates passed, 1 undecided');
    const missed = { ...reportOf([gate(0.7)]), thresholds: fullReport().thresholds };
    expect(await commentOf(missed)).toMatch(/✗ The gate passed, \d thresholds missed/);
  });

  test('says that nothing was measured', async () => {
    expect(await commentOf(reportOf([]))).toContain('– No gates were measured');
  });

  test('has fewer than 65,536 characters, with 1,200 gates that all changed and names of markup', async () => {
    const many = (value: number): Report =>
      reportOf(
        Array.from({ length: 1200 }, (_, i) => gate(value, { quantity: `robust | accuracy <b>${i}</b> \`x\`` })),
        'specs/<script>.spec.ts',
      );
    const comment = await commentOf(many(0.5), saved('many.json', many(0.7)));
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain('more rows');
    expect(comment).not.toContain('<script>');
  });
});

describe('the command compare', () => {
  const [base, head] = [saved('old.json', reportOf([gate(0.7)])), saved('new.json', reportOf([gate(0.5)]))];
  const printed = async (...args: string[]): Promise<[number, string]> => {
    const log = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const code = await compareCommand(args);
    const text = log.mock.calls.join('\n');
    log.mockRestore();
    return [code, text];
  };

  test('prints the difference', async () => {
    const [code, text] = await printed(base, head);
    expect(code).toBe(0);
    expect(text).toMatch(
      /survives +robust accuracy under pgd\(0\.3\) +70\.0 % +50\.0 % +−20\.0 +≥ 60\.0 % +newly failing/,
    );
    expect((await printed(base, base))[1]).toContain('every gate has the value of the base');
  });

  test('exits with 1 on request', async () => {
    expect((await printed(base, head, '--fail', '--markdown'))[0]).toBe(1);
    expect((await printed(head, base, '--fail'))[0]).toBe(0);
  });

  test('needs two reports', async () => {
    await expect(compareCommand([base])).rejects.toThrow('Expected two reports.');
  });
});

describe('the history', () => {
  test('has a line per run, with its commit', async () => {
    vi.stubEnv('GITHUB_SHA', 'abc');
    const commit = await commitOf(folder);
    await writeHistory(reportOf([gate(0.7)]), folder, commit);
    await writeHistory(reportOf([gate(0.5)]), folder, commit);
    const lines = readFileSync(join(folder, 'history.jsonl'), 'utf8').trim().split('\n');
    const runs = lines.map(
      (line) => JSON.parse(line) as { commit: string; gates: { value: number; passed: boolean }[] },
    );
    expect(runs.map(({ commit, gates }) => [commit, gates[0].value, gates[0].passed])).toEqual([
      ['abc', 0.7, true],
      ['abc', 0.5, false],
    ]);
  });

  test('is split for github-action-benchmark by what is better', async () => {
    const loss = { relation: 'at most', quantity: 'accuracy loss by quantize(8)', threshold: 0.01 } as const;
    await writeHistory(reportOf([gate(0.7), gate(0.7), gate(0.002, loss)]), folder, null);
    const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const name = 'specs/digits.spec.ts > survives > robust accuracy under pgd(0.3)';
    expect(read('benchmark-bigger.json')).toEqual([
      { name, unit: '%', value: 70, range: '66.00 to 74.00', extra: 'at least 60' },
      { name: `${name} #2`, unit: '%', value: 70, range: '66.00 to 74.00', extra: 'at least 60' },
    ]);
    expect(read('benchmark-smaller.json')).toMatchObject([{ unit: '%', value: 0.2, extra: 'at most 1' }]);
  });
});
