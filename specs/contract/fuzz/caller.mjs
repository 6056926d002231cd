/** A process that makes calls of the built package, one after another, as its parent orders. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import * as vitest from 'vitest';
import * as library from '../../../dist/src/index.js';
import * as layers from '../../../dist/src/layers.js';
import * as statistics from '../../../dist/src/statistics.js';
import * as texts from '../../../dist/src/text.js';
import * as plugin from '../../../dist/src/plugin.js';
import * as matchers from '../../../dist/matchers/index.js';
import * as reporter from '../../../dist/reporters/index.js';
import * as layersApi from '../../../dist/src/engine/layers-api.js';

globalThis.fetch = async () => {
  throw new TypeError('fetch failed'); // calls reach no network
};
const server = await createServer({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true, include: [] },
  server: { middlewareMode: true, watch: null, ws: false },
});
const { openCaller } = await server.ssrLoadModule(fileURLToPath(new URL('caller.ts', import.meta.url)));
const foreign = new Set([...Object.values(vitest), ...Object.values(layersApi), layers.tf]);
const caller = await openCaller({ library, layers, statistics, texts, plugin, matchers, reporter }, foreign);

const tell = (message) => new Promise((resolve) => process.send(message, resolve));
process.on('message', async ({ list, order }) => {
  if (list !== undefined) await tell({ targets: caller.targets(list) });
  else await tell({ report: await caller.make(order, (announcement) => tell({ announcement })) });
});
process.on('disconnect', () => process.exit());
await tell({ ready: true });
