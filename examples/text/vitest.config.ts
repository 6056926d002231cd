import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';

export default defineConfig({ plugins: [dnn({ seed: 1 })] });
