import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isObject } from '../options.ts';

/** The list of an entry's files. It is written last, so a folder without it is incomplete. */
const manifestName = 'manifest.json';

interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes the size and SHA-256 of every file below the folder into its manifest. */
export async function writeManifest(folder: string): Promise<void> {
  const files = await Promise.all((await pathsIn(folder)).map((path) => describeFile(folder, path)));
  await writeFile(join(folder, manifestName), JSON.stringify({ files }, null, 2));
}

/** A manifest of an entry has some hundred bytes per file. */
const largestManifest = 16 * 2 ** 20;

/**
 * Compares a folder with its manifest. Reads only files that the folder itself lists, so a manifest cannot name others.
 *
 * @returns a description of the damage; undefined if the folder is intact
 */
export async function findDamage(folder: string): Promise<string | undefined> {
  const files = await readManifest(join(folder, manifestName)).catch(() => undefined);
  if (files === undefined) return `${manifestName} is missing or truncated`;
  const present = await pathsIn(folder).catch((): string[] => []);
  for (const expected of files) {
    const actual = present.includes(expected.path) && (await sizeOf(folder, expected.path));
    if (actual === false || actual === undefined) return `${expected.path} is missing`;
    if (actual !== expected.bytes) return `${expected.path} has ${actual} bytes instead of ${expected.bytes}`;
    const { sha256 } = await describeFile(folder, expected.path);
    if (sha256 !== expected.sha256) return `${expected.path} does not match its checksum`;
  }
  return undefined;
}

/** Returns the files that a manifest lists; undefined if it is malformed. */
async function readManifest(path: string): Promise<readonly ManifestFile[] | undefined> {
  if ((await stat(path)).size > largestManifest) return undefined;
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isObject(manifest) || !Array.isArray(manifest.files) || manifest.files.length === 0) return undefined;
  const isFile = (file: unknown): boolean =>
    isObject(file) &&
    typeof file.path === 'string' &&
    typeof file.bytes === 'number' &&
    typeof file.sha256 === 'string';
  return manifest.files.every(isFile) ? (manifest.files as ManifestFile[]) : undefined;
}

/** The paths of all files below a folder, relative to it. */
async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

const sizeOf = (folder: string, path: string): Promise<number | undefined> =>
  stat(join(folder, path)).then(
    ({ size }) => size,
    () => undefined,
  );

async function describeFile(folder: string, path: string): Promise<ManifestFile> {
  const file = join(folder, path);
  const { size } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { path, bytes: size, sha256: hash.digest('hex') };
}
