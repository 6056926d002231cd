import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Report } from '../src/report/schemas/report.ts';
import { htmlDocument } from './render/html/page.ts';

/** Writes `index.html` to the report folder, part by part: the page of a large study is never in memory as a whole. */
export async function writeHtml(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pictures = await picturesOf(report, folder);
  await pipeline(Readable.from(htmlDocument(report, pictures)), createWriteStream(join(folder, 'index.html')));
}

/** The thumbnails of selections. Those that a run that was merged did not carry along are left out. */
async function picturesOf({ retraining }: Report, folder: string): Promise<Map<string, Uint8Array>> {
  const files = retraining.flatMap(({ budgets }) => budgets.flatMap(({ thumbnails }) => thumbnails ?? []));
  const read = files.map(async (file): Promise<[string, Uint8Array][]> => {
    const picture = await readFile(join(folder, file)).catch(() => undefined);
    return picture ? [[file, picture]] : [];
  });
  return new Map((await Promise.all(read)).flat());
}
