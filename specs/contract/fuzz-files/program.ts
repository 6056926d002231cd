import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { DnnError } from '../../../src/errors.ts';
import { createRandom, type Random } from '../../../src/random/index.ts';
import { subjects, type FileSubject } from './subjects.ts';

/** What a run of the fuzz covers. */
export interface FileFuzzOptions {
  /** Seed of the draws. @defaultValue 1 */
  readonly seed?: number;
  /** Number of damaged files per format. @defaultValue 2000 */
  readonly count?: number;
}

/** What a run of the fuzz found. */
export interface FileFuzzResult {
  /** One line of counts per format. */
  readonly lines: string[];
  /** Every fault: its format, file and damage, and what happened. */
  readonly findings: string[];
}

/** Memory beside twice the size of the files, in bytes; and the longest time to read them, in milliseconds. */
const [mostMemory, mostTime] = [32 * 2 ** 20, 20_000];

/**
 * Damages files of every format that the package reads, at random places, and reads them. Where a checksum exists, the content is
 * the same or refused. A refusal is an error of the package that says what was expected, in fewer than 2,000 characters. Reading
 * leaves no tensor, no large memory and no file outside the folder.
 */
export async function runFileFuzz({ seed = 1, count = 2000 }: FileFuzzOptions = {}): Promise<FileFuzzResult> {
  await startEngine('wasm');
  const root = await mkdtemp(join(tmpdir(), 'vitest-dnn-files-'));
  const result: FileFuzzResult = { lines: [], findings: [] };
  const { write } = process.stderr;
  process.stderr.write = () => true; // damaged cache entries and unread options are reported there
  try {
    for (const subject of subjects) await runSubject(subject, join(root, 'work'), { seed, count }, result);
    const outside = (await readdir(root)).filter((name) => name !== 'work');
    if (outside.length > 0) result.findings.push(`written outside the folder: ${outside.join(', ')}`);
  } finally {
    process.stderr.write = write;
    await rm(root, { recursive: true, force: true });
  }
  return result;
}

async function runSubject(
  subject: FileSubject,
  work: string,
  { seed, count }: Required<FileFuzzOptions>,
  { lines, findings }: FileFuzzResult,
): Promise<void> {
  const [intact, copy] = [join(work, 'intact'), join(work, 'copy')];
  await rm(work, { recursive: true, force: true });
  await mkdir(intact, { recursive: true });
  await subject.write(intact);
  const original = await subject.read(intact);
  const files = await filesIn(intact);
  const random = createRandom(seed).fork(subject.name);
  const counts = { same: 0, other: 0, refused: 0 };
  for (let i = 0; i < count; i++) {
    const file = files[random.fork(`file ${i}`).integer(files.length)];
    await rm(copy, { recursive: true, force: true });
    await cp(intact, copy, { recursive: true });
    const bytes = await readFile(join(intact, file));
    const [what, damaged] = damage(bytes, random.fork(i));
    await writeFile(join(copy, file), damaged);
    const outcome = await readOne(subject, copy, original, bytes.length);
    if (outcome in counts) counts[outcome as keyof typeof counts]++;
    else findings.push(`${subject.name}, ${file}, ${what}: ${outcome}`);
    if (outcome === 'other' && subject.isChecked)
      findings.push(`${subject.name}, ${file}, ${what}: other content without a word`);
  }
  lines.push(
    `${subject.name}: ${count} damaged files, ${counts.same} read as before, ${counts.refused} refused, ${counts.other} read as other content${subject.isChecked ? '' : ', which no checksum covers'}`,
  );
}

/** Reads damaged files. @returns `same`, `other`, `refused`, or what went wrong */
async function readOne(subject: FileSubject, folder: string, original: string, size: number): Promise<string> {
  const [tensors, memory, start] = [tf.memory().numTensors, process.memoryUsage().arrayBuffers, performance.now()];
  let outcome: string;
  try {
    const content = await subject.read(folder);
    outcome = content === original ? 'same' : content === 'none' ? 'refused' : 'other';
  } catch (error) {
    outcome = judgeError(error);
  }
  const grown = process.memoryUsage().arrayBuffers - memory;
  if (tf.memory().numTensors !== tensors) return `${tf.memory().numTensors - tensors} tensors remain`;
  if (grown > 2 * size + mostMemory) return `${grown} bytes of memory for a file of ${size}`;
  if (performance.now() - start > mostTime) return `${Math.round(performance.now() - start)} ms`;
  return outcome;
}

function judgeError(error: unknown): string {
  if (!(error instanceof DnnError)) return `an error that is not of the package: ${String(error).slice(0, 300)}`;
  if (error.message.length >= 2000) return `a message of ${error.message.length} characters`;
  return error.message.includes('\nExpected') ? 'refused' : `a message that expects nothing: ${error.message}`;
}

/** Damages a file: one bit, a cut, a few bytes replaced, removed or repeated. @returns the damage in words, and the bytes */
function damage(bytes: Uint8Array, random: Random): [string, Uint8Array] {
  const at = random.integer(Math.max(1, bytes.length));
  const length = 1 + random.integer(8);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + length))];
  switch (random.integer(6)) {
    case 0:
      return [`cut at ${at}`, before];
    case 1:
      return [`${length} bytes at ${at} removed`, Buffer.concat([before, after])];
    case 2:
      return [`${length} bytes at ${at} set to 255`, Buffer.concat([before, new Uint8Array(length).fill(255), after])];
    case 3:
      return [`the file from ${at} repeated`, Buffer.concat([bytes, bytes.subarray(at)])];
    default: {
      const bit = random.integer(8);
      const flipped = Uint8Array.from(bytes);
      flipped[at] ^= 1 << bit;
      return [`bit ${bit} of byte ${at} flipped`, flipped];
    }
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}
