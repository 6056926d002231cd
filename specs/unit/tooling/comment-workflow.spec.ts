import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The script of the example's workflow that posts the comment, run with a `gh` that notes how it is called. */
const workflow = readFileSync('examples/pull-request/.github/workflows/quality.yml', 'utf8');
const script = (/run: \|\n((?: {10}.*\n)+)/.exec(workflow)?.[1] ?? '').replace(/^ {10}/gm, '');

const callsWith = (existing: string): string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-workflow-'));
  const gh = `#!/bin/sh\necho "$@" >> ${join(folder, 'calls')}\ncase "$*" in *--paginate*) printf '${existing}' ;; esac\n`;
  writeFileSync(join(folder, 'gh'), gh);
  chmodSync(join(folder, 'gh'), 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, GITHUB_REPOSITORY: 'a/b', NUMBER: '7' };
  execFileSync('bash', ['-e', '-c', script], { env, stdio: 'ignore' });
  return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').slice(1);
};

test('a first run posts a comment', () => {
  expect(callsWith('')).toEqual(['api --method POST repos/a/b/issues/7/comments --field body=@reports/dnn/comment.md']);
});

test('a later run updates the first comment of ours', () => {
  const [call, ...others] = callsWith('123\\n456\\n');
  expect(call).toBe('api --method PATCH repos/a/b/issues/comments/123 --field body=@reports/dnn/comment.md');
  expect(others).toEqual([]);
});
