import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { defineConfig, mergeConfig, type Plugin } from 'vitest/config';
import base from '../vitest.config.ts';

const root = resolve(import.meta.dirname, '..');
const measured = /^(src|matchers|fixtures|reporters)\/.*\.ts$/;

/**
 * Lets the specs run the compiled package: Node loads dist itself, so that its own coverage (NODE_V8_COVERAGE, which c8
 * reads) knows the files, and their source maps lead back to TypeScript.
 */
const compiled: Plugin = {
  name: 'compiled-package',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    const file = relative(root, found?.id ?? '');
    const output = resolve(root, 'dist', file.replace(/\.ts$/, '.js'));
    return measured.test(file) && existsSync(output) ? { id: output, external: true } : found;
  },
};

export default mergeConfig(
  base,
  defineConfig({
    root,
    plugins: [compiled],
    test: { setupFiles: ['specs/coverage.setup.ts'], server: { deps: { external: [/\/dist\//] } } },
  }),
);
