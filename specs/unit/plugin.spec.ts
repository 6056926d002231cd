import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createVitest } from 'vitest/node';
import { commandFor, rememberInvocation } from '../../matchers/message/command.ts';
import type { Provided } from '../../matchers/provided.ts';
import { dnn } from '../../src/plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnn-plugin-'));
const root = relative(process.cwd(), folder).replaceAll('\\', '/');
mkdirSync(join(folder, 'config'));
for (const name of ['vitest.config.mjs', 'config/quality gates.config.mjs'])
  writeFileSync(join(folder, name), 'export default {};');
afterAll(() => {
  rmSync(folder, { recursive: true });
  rememberInvocation({ folder: process.cwd(), configuration: '' });
});

/** What the plugin sends to the workers of a Vitest that was started with these options. */
async function providedTo(options: Parameters<typeof createVitest>[1]): Promise<Provided> {
  const vitest = await createVitest('test', { watch: false, ...options }, { plugins: [dnn()] });
  try {
    return vitest.projects[0].getProvidedContext().dnn as Provided;
  } finally {
    await vitest.close();
  }
}

describe('the command that reproduces a gate', () => {
  test.each([
    ['the root', { root: folder }, `npx vitest run --root ${root} `],
    [
      'the root and the configuration',
      { root: folder, config: 'config/quality gates.config.mjs' },
      `npx vitest run --root ${root} --config "config/quality gates.config.mjs" `,
    ],
  ])('names %s', async (_, options, command) => {
    const { invocation } = await providedTo(options);
    rememberInvocation(invocation);
    const task = { name: 'is robust', file: { filepath: join(folder, 'a.spec.ts') } };
    expect(commandFor(task)).toBe(`${command}${root}/a.spec.ts -t "is robust"`);
  });
});

describe('the folder of compiled code', () => {
  test('is in the cache', async () => {
    expect((await providedTo({ root: folder })).compiled).toBe(join(folder, 'node_modules/.cache/vitest-dnn/compiled'));
  });

  test('is not used while coverage is measured', async () => {
    const { compiled } = await providedTo({ root: folder, coverage: { enabled: true } as never });
    expect(compiled).toBeUndefined();
  });
});
