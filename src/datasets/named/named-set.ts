import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openCache } from '../../cache/index.ts';
import type { Progress } from '../../progress.ts';
import { settings } from '../../settings.ts';
import { callback, checkOptions } from '../../options.ts';
import { partOf } from '../../splits/index.ts';
import type { Dataset } from '../contract.ts';
import { download, type RemoteFile } from './download.ts';

/** A public data set with a well-known name. */
export interface NamedSet {
  /** Name of the data set and of its folder. */
  readonly name: string;
  readonly reader: string;
  /** Options of the reader, if it has any besides. They are part of the name. */
  readonly options?: Readonly<Record<string, string>>;
  readonly remote: readonly RemoteFile[];
  /** The files that `read` needs, in words. */
  readonly files: string;
  readonly read: (folder: string) => Dataset;
  /** Numbers of items of the whole set. A folder with other numbers is named as a part. @defaultValue any number is the whole set */
  readonly whole?: Dataset['whole'];
  /** Creates the files that `read` needs from the downloaded ones. */
  readonly unpack?: (folder: string) => Promise<void>;
}

export interface NamedSetOptions {
  /** Receives the progress of a download, in bytes. @defaultValue lines on stderr */
  readonly progress?: Progress;
}

const opened = new Map<string, Dataset>();

/**
 * Opens a data set from the first place that has it: `DNN_DATA_DIR/<name>`, the cache, its public URL. Files in
 * `DNN_DATA_DIR` may be any files of the format, also shortened ones; the name of the data set then says that it is a part,
 * as in `mnist (part: 5,000 + 1,000 of 60,000 + 10,000 items)`. A download must match its checksum and is cached.
 *
 * @throws DownloadError if the download fails; InvalidDataError on damaged files
 */
export async function openNamedSet(set: NamedSet, options: NamedSetOptions = {}): Promise<Dataset> {
  const { progress = printDownload(set.name) } = checkOptions(set.reader, options, { progress: callback });
  const localFolder = process.env.DNN_DATA_DIR && resolve(process.env.DNN_DATA_DIR, set.name);
  if (localFolder && existsSync(localFolder)) return readOnce(set, localFolder);

  const { cache: location } = settings();
  const cache = openCache(location && join(location, 'datasets'));
  const kept = await cache.lock(
    set.name,
    async () => (await cache.find(set.name)) ?? cache.publish(set.name, (folder) => obtain(set, folder, progress)),
  );
  return kept === undefined ? obtainForNow(set, progress) : readOnce(set, kept);
}

/** Without a cache: downloads into a temporary folder and keeps the data in memory. */
async function obtainForNow(set: NamedSet, progress: Progress): Promise<Dataset> {
  const cached = opened.get(`${set.name} ${JSON.stringify(set.options ?? {})}`);
  if (cached) return cached;
  const folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-'));
  try {
    await obtain(set, folder, progress);
    return readOnce(set, folder, set.name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function obtain(set: NamedSet, folder: string, progress: Progress): Promise<void> {
  const total = set.remote.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  progress({ task: 'download', done, total });
  for (const file of set.remote) {
    await download(file, folder, adviceFor(set), (bytes) => {
      done += bytes;
      progress({ task: 'download', done, total });
    });
  }
  await set.unpack?.(folder);
}

function adviceFor({ name, files }: NamedSet): string {
  const { DNN_DATA_DIR } = process.env;
  return DNN_DATA_DIR
    ? `To avoid the download, put ${files} into ${resolve(DNN_DATA_DIR, name)}.`
    : `To avoid the download, put ${files} into a folder "${name}" and set DNN_DATA_DIR to its parent folder.`;
}

function readOnce(set: NamedSet, folder: string, key = folder): Dataset {
  const { whole, options = {} } = set;
  const id = `${key} ${JSON.stringify(options)}`;
  const cached = opened.get(id);
  if (cached) return cached;
  const read: Dataset = { ...set.read(folder), ...(whole && { whole }) };
  const part = partOf(read);
  const title = [set.name, ...Object.values(options)].join(' ');
  const name = part === undefined ? title : `${title} (part: ${part})`;
  const dataset: Dataset = { ...read, name, source: { reader: set.reader, options } };
  opened.set(id, dataset);
  return dataset;
}

const width = 10;

/** Prints the progress of a download to stderr, one line per tenth. */
function printDownload(name: string): Progress {
  let printed = -1;
  return ({ done = 0, total = 0 }) => {
    const tenths = total > 0 ? Math.min(width, Math.floor((width * done) / total)) : 0;
    if (tenths === printed) return;
    printed = tenths;
    const bar = '█'.repeat(tenths).padEnd(width, '░');
    process.stderr.write(`vitest-dnn: download ${name} ${bar} ${megabytes(done)} of ${megabytes(total)} MB\n`);
  };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
