import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { InvalidModelError } from '../../src/errors.ts';
import { loadClassifier } from '../../src/models/index.ts';

/** Made by `python specs/reference/generators/hostile-files.py`. */
const golden = new URL('golden/hostile-files.json', import.meta.url);
const files = JSON.parse(readFileSync(golden, 'utf8')) as { name: string; form: string; bytes: string }[];

const reasons: Readonly<Record<string, RegExp>> = {
  'a weight that is a link to another file': /"kernel" in it is a link/,
  'a weight that is a link to another place': /"kernel" in it is a link/,
  'a weight whose values lie in another file': /lie in another file, which is never read/,
  'a weight that is a view of another file': /lies in another place|a form that Keras does not write/,
  'a weight without values and of an absurd size': /a weight has the shape \[1048576, 1048576\]/,
  'a weight that unpacks to far more than the file': /unpacks to more than 64 times/,
  'a weight that is the group that holds it': /the weight "m\/a\/kernel" of the layer "a" is missing/,
  'a weight of text': /no numbers/,
  'a weight of another shape': /do not fit its layers: .*\[4, 3\].*\nExpected .*\[3, 4\]/,
  'a group in the newest form of HDF5': /libver="latest"/,
  'weights without layers': /without its layers, as save_weights writes it.*\n.*\n.*load_weights/,
  data: /holds no Keras model/,
  'an archive whose weights unpack to far more than it is': /unpacks to more than 64 times/,
  'an archive with a file outside of it': /a file outside of it, "\.\.\/evil\.txt"/,
  'an archive without weights': /without config\.json and model\.weights\.h5/,
  'an archive of PyTorch': /a ZIP archive of PyTorch.*\n.*\nExport/,
  'an archive whose list lies about a size': /unpacks to more than 64 times|does not have the size/,
  'an archive that is cut off': /its end is missing|list of files/,
  'a configuration without end': /cannot be read as a model|no complete JSON/,
  'keras, code in Python': /The layer "twice" of .* has the class Lambda.*\n.*\n.*code in Python cannot be loaded/,
  'h5, code in Python': /The layer "twice" of .* has the class Lambda/,
  'a layer of its author': /The layer "own" of .* has the class Own/,
  'a layer of an absurd size': /"a" has the shape \[3, 268435456\]/,
};

const root = mkdtempSync(join(tmpdir(), 'hostile-files-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

test.each(files)('is refused in one error, and takes no memory: $name', async ({ name, form, bytes }) => {
  const path = join(root, `model.${form}`);
  writeFileSync(path, gunzipSync(Buffer.from(bytes, 'base64')));
  const [tensors, memory] = [tf.memory().numTensors, process.memoryUsage().arrayBuffers];
  const error = await loadClassifier(path).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(InvalidModelError);
  expect((error as Error).message).toMatch(reasons[name]);
  expect((error as Error).message.length).toBeLessThan(2000);
  expect((error as Error).message).toContain('\nExpected');
  expect(tf.memory().numTensors).toBe(tensors);
  expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(64 * 2 ** 20);
});
