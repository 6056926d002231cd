// Compiled, never run: the plugin, the reporter and the matchers as a user's configuration sees them.
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { matchers, type QualityMatchers } from 'vitest-dnn/matchers';
import { dnn, type DnnOptions } from 'vitest-dnn/plugin';
import DnnReporter from 'vitest-dnn/reporter';
import 'vitest-dnn/setup';

const options: DnnOptions = { seed: 1, engine: 'wasm', cache: false, retraining: { retrain: true, budgets: [0.01] } };

export const reporter: Reporter = new DnnReporter(options);
export const names: (keyof QualityMatchers<unknown>)[] = ['toReachAccuracy'];
export const { toReachAccuracy } = matchers;

export default defineConfig({ plugins: [dnn(), dnn(options)], test: { reporters: ['default', reporter] } });

// @ts-expect-error -- unknown engine
dnn({ engine: 'webgl' });
// @ts-expect-error -- unknown option
dnn({ sed: 1 });
