import { InvalidDataError } from '../../errors.ts';
import { show } from '../../show.ts';
import { withFiles, type ByteSource } from '../arrays/byte-source.ts';

/** A value of a row. */
export type Cell = unknown;

/** Rows of tables with the same columns. */
export interface Table {
  readonly inputs: readonly string[];
  readonly label: string;
  /** Names of the classes, if Hugging Face wrote them into the file. */
  readonly classNames: readonly string[];
  readonly rows: readonly { readonly values: Readonly<Record<string, Cell>>; readonly place: string }[];
}

type Library = typeof import('hyparquet');
type Compressors = (typeof import('hyparquet-compressors'))['compressors'];

/** Bytes per packed byte at most, beside those of a small page. */
const [mostGrowth, spare] = [1032, 2 ** 24];

/**
 * Reads columns of Parquet files. Byte arrays stay bytes unless the file says that they are texts.
 *
 * @param choose - the columns of the inputs, given all columns
 * @throws InvalidDataError if a file cannot be read or is damaged, or lacks a column
 */
export async function readTable(
  paths: readonly string[],
  label: string,
  choose: (columns: readonly string[]) => readonly string[],
): Promise<Table> {
  const [library, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  let table: Table = { inputs: [], label, classNames: [], rows: [] };
  for (const path of paths) {
    const file = fileOf(path);
    try {
      table = join(table, await read(library, compressors, path, file, label, choose));
    } catch (cause) {
      if (cause instanceof InvalidDataError) throw cause;
      throw damaged(path, cause instanceof Error ? cause.message : String(cause));
    }
  }
  if (table.rows.length > 0) return table;
  throw new InvalidDataError(`${paths.join(', ')} has no row.\nExpected at least one. Check the file.`);
}

const join = (first: Table, next: Table): Table => ({ ...next, rows: [...first.rows, ...next.rows] });

async function read(
  { parquetMetadataAsync, parquetReadObjects, parquetSchema }: Library,
  compressors: Compressors,
  path: string,
  file: AsyncFile,
  label: string,
  choose: (columns: readonly string[]) => readonly string[],
): Promise<Table> {
  const metadata = await parquetMetadataAsync(file);
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  const inputs = choose(columns);
  const missing = [...inputs, label].find((name) => !columns.includes(name));
  if (missing !== undefined)
    throw new InvalidDataError(
      `${path} has no column ${show(missing)}.\nExpected one of ${show(columns)}. Pass the columns as inputs and label.`,
    );
  const rows = await parquetReadObjects({
    file,
    metadata,
    columns: [...new Set([...inputs, label])],
    utf8: false, // else bytes become damaged text
    compressors: bounded(compressors, path),
  });
  if (rows.length !== Number(metadata.num_rows))
    throw damaged(path, `its header says ${metadata.num_rows} rows, and it has ${rows.length}`);
  const written = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  return {
    inputs,
    label,
    classNames: classNamesIn(written, label),
    rows: rows.map((values, at) => ({ values, place: `${path}, row ${at + 1}` })),
  };
}

/** The decompressors, which refuse a page that promises more than its bytes can hold. */
const bounded = (compressors: Compressors, path: string): Compressors =>
  Object.fromEntries(
    Object.entries(compressors).map(([name, decompress]) => [
      name,
      (input: Uint8Array, length: number) => {
        if (length > mostGrowth * input.length + spare)
          throw damaged(path, `a page of ${input.length} bytes promises ${length}`);
        return decompress(input, length);
      },
    ]),
  ) as Compressors;

/** The names of a column of classes in the description that Hugging Face keeps in a file. */
function classNamesIn(written: string | undefined, label: string): readonly string[] {
  try {
    const { info } = JSON.parse(written ?? '{}') as { info?: { features?: Record<string, { names?: unknown }> } };
    const names = info?.features?.[label]?.names;
    return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : [];
  } catch {
    return [];
  }
}

/** A file as the library reads it. */
interface AsyncFile {
  readonly byteLength: number;
  readonly slice: (start: number, end?: number) => ArrayBuffer;
}

function fileOf(path: string): AsyncFile {
  const use = <T>(work: (source: ByteSource) => T): T => withFiles((open) => work(open(path)));
  const byteLength = use(({ length }) => length);
  return {
    byteLength,
    slice: (start, end = byteLength) =>
      use((source) => new Uint8Array(source.read(start, end - start)).buffer as ArrayBuffer),
  };
}

const damaged = (path: string, what: string): InvalidDataError =>
  new InvalidDataError(`${path} is damaged, or no Parquet file: ${what}.\nExpected an intact file. Get it again.`);
