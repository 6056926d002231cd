import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The list of an entry's files. It is written last, so a folder without it is incomplete. */
const manifestName = 'manifest.json';

interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes the size and SHA-256 of every file below the folder into its manifest. */
export async function writeManifest(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const files = await Promise.all(paths.toSorted().map((path) => describeFile(folder, path)));
  await writeFile(join(folder, manifestName), JSON.stringify({ files }, null, 2));
}

/**
 * Compares a folder with its manifest.
 *
 * @returns a description of the damage; undefined if the folder is intact
 */
export async function findDamage(folder: string): Promise<string | undefined> {
  let files: readonly ManifestFile[];
  try {
    ({ files } = JSON.parse(await readFile(join(folder, manifestName), 'utf8')) as { files: readonly ManifestFile[] });
  } catch {
    return `${manifestName} is missing or truncated`;
  }
  for (const expected of files) {
    const actual = await describeFile(folder, expected.path).catch(() => undefined);
    if (actual === undefined) return `${expected.path} is missing`;
    if (actual.bytes !== expected.bytes)
      return `${expected.path} has ${actual.bytes} bytes instead of ${expected.bytes}`;
    if (actual.sha256 !== expected.sha256) return `${expected.path} does not match its checksum`;
  }
  return undefined;
}

async function describeFile(folder: string, path: string): Promise<ManifestFile> {
  const file = join(folder, path);
  const { size } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { path, bytes: size, sha256: hash.digest('hex') };
}
