import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelsIn } from '../../../../../src/engine/wasm/kernels/module.ts';

declare const WebAssembly: { Memory: new (size: { initial: number }) => object };

const signatures = readFileSync('src/engine/wasm/kernels/signatures.ts', 'utf8');

test('signatures match the assembly', () => {
  const check = () => execFileSync(process.execPath, ['scripts/build-kernel-types.mjs', '--check'], { stdio: 'pipe' });
  expect(check).not.toThrow();
});

test('the compiled kernels take as many parameters as their signatures', () => {
  const compiled = Object.entries(kernelsIn(new WebAssembly.Memory({ initial: 1 })) as object).filter(
    (entry): entry is [string, (...numbers: number[]) => unknown] => typeof entry[1] === 'function',
  );
  const typed = [...signatures.matchAll(/^ {2}(\w+)\(([^)]*)\): \w+;$/gm)];
  const countsOf = Object.fromEntries(typed.map(([, name, parameters]) => [name, parameters.match(/: /g)?.length]));
  expect(typed.length).toBeGreaterThan(30);
  expect(Object.fromEntries(compiled.map(([name, { length }]) => [name, length]))).toEqual(countsOf);
});
