import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { agNews, imdb, openDataset, tagMyNews, yahooAnswers, type Dataset } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';

let folder: string;
async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-text-sets-'));
  vi.stubEnv('DNN_DATA_DIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const rows = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

async function opensAgain(dataset: Dataset): Promise<void> {
  expect(JSON.stringify(await openDataset(dataset.source!))).toBe(JSON.stringify(dataset));
}

test('imdb reads the folders of its archive, without the reviews that have no label, and TSV files', async () => {
  for (const split of ['train', 'test'])
    await write({
      [`imdb/${split}/neg/0_1.txt`]: 'bad<br />film',
      [`imdb/${split}/pos/0_9.txt`]: 'good film',
      [`imdb/${split}/unsup/0_0.txt`]: 'film',
    });
  const dataset = imdb({ length: 4, padding: 'before' });
  expect(dataset.name).toBe('imdb (part: 2 + 2 of 25,000 + 25,000 items)');
  expect(dataset).toMatchObject({ classNames: ['neg', 'pos'], whole: { train: 25_000, test: 25_000 } });
  expect(dataset.train.texts).toEqual(['bad<br />film', 'good film']);
  await opensAgain(dataset);
  await write({ 'own/labels.txt': 'neg\npos\n', 'own/train.tsv': '0\ta\n1\tb\n', 'own/test.tsv': '1\ta\n' });
  expect(imdb({ folder: join(folder, 'own') }).name).toBe('imdb (part: 2 + 1 of 25,000 + 25,000 items)');
});

test('agNews divides the test rows if there are no others', async () => {
  const csv = rows(10, (i) => `"${1 + (i % 2)}","Title ${i}","A ""quoted"" text"`);
  await write({ 'ag-news/classes.txt': 'World\nSports\n', 'ag-news/test.csv': csv });
  const part = agNews();
  expect(part.name).toBe('ag-news (part: 8 + 2 of 120,000 + 7,600 items)');
  expect(part.test.texts).toEqual(['Title 4 A "quoted" text', 'Title 9 A "quoted" text']);
  await opensAgain(part);
  await write({ 'ag-news/train.csv': csv });
  expect(agNews().name).toBe('ag-news (part: 10 + 10 of 120,000 + 7,600 items)');
});

test('tagMyNews and yahooAnswers read their files; a limit is kept in the source', async () => {
  await write({
    'tagmynews/labels.txt': 'us\nworld\n',
    'tagmynews/train.tsv': '0\ta\n1\tb\n',
    'tagmynews/test.tsv': '1\t"\n',
  });
  expect(tagMyNews().name).toBe('tagmynews (part: 3 of 32,604 items)');
  await opensAgain(tagMyNews());
  const csv = rows(6, (i) => `"${1 + (i % 2)}","why ${i}?","","because\\nso"`);
  await write({
    'yahoo-answers/classes.txt': 'Health\nSports\n',
    'yahoo-answers/train.csv': csv,
    'yahoo-answers/test.csv': csv,
  });
  expect(yahooAnswers().train.texts?.[1]).toBe('why 1?  because\\nso');
  const limited = yahooAnswers({ limit: 4 });
  expect(limited.name).toBe('yahoo-answers (part: 4 + 4 of 1,400,000 + 60,000 items)');
  await opensAgain(limited);
});

describe.each([
  [imdb, 'imdb', 'aclImdb_v1.tar.gz'],
  [tagMyNews, 'tagmynews', 'https://github.com/AIRobotZhang/STCKA'],
  [agNews, 'ag-news', 'ag_news_csv.tar.gz'],
  [yahooAnswers, 'yahoo-answers', 'yahoo_answers_csv.tar.gz'],
])('%o', (open, name, origin) => {
  test('says where to get its files', () => {
    expect(() => open()).toThrow(InvalidDataError);
    expect(() => open()).toThrow(`there is no folder ${join(folder, name)}.`);
    expect(() => open()).toThrow(origin);
    vi.stubEnv('DNN_DATA_DIR', '');
    expect(() => open()).toThrow('no folder is given, and DNN_DATA_DIR is not set.');
  });

  test('refuses a folder that is no path, and takes the folder alone', () => {
    for (const wrong of [Float32Array.of(1), 3, ['a'], ''])
      expect(() => open({ folder: wrong as never })).toThrow(InvalidOptionError);
    expect(() => open(null as never)).toThrow(InvalidOptionError);
    expect(() => open('nowhere' as never)).toThrow('nowhere.');
  });
});
