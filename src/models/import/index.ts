import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { openFile } from '../files/broken.ts';
import type { Importer } from './contract.ts';

/** A file format of another tool. */
interface Format {
  /** In a list of what opens, for messages; undefined if the description of another format covers it. */
  readonly description?: string;
  /** How names of its files end. */
  readonly ends: readonly string[];
  /** Whether a file begins as its files do, one character per byte; undefined if they begin in many ways. */
  readonly begins?: (head: string) => boolean;
  /** Loads its reader, which loads its packages. */
  readonly open: () => Promise<Importer>;
}

const isZip = (head: string): boolean => head.startsWith('PK');

/** The version of the format, from 3 to 32, and then a text or the versions of the operators. */
const isOnnx = (head: string): boolean => {
  const [field, version, next] = Buffer.from(head, 'latin1');
  return field === 8 && version >= 3 && version <= 32 && [0x12, 0x3a, 0x42].includes(next);
};

const formats: readonly Format[] = [
  {
    description: 'a .keras file of Keras 3',
    ends: ['.keras'],
    begins: isZip,
    open: async () => (await import('./keras/keras-archive.ts')).kerasArchive,
  },
  {
    description: 'an .h5 file of Keras 2 or 3',
    ends: ['.h5', '.hdf5'],
    begins: (head) => head.startsWith('\x89HDF'),
    open: async () => (await import('./keras/keras-h5.ts')).kerasH5,
  },
  {
    description: 'a .safetensors or .npz file of weights with an architecture',
    ends: ['.safetensors'],
    begins: (head) => head.slice(5, 9) === '\0\0\0{', // a length of less than a terabyte, and the header
    open: async () => (await import('./arrays/weights-file.ts')).safetensors,
  },
  {
    ends: ['.npz'],
    begins: isZip,
    open: async () => (await import('./arrays/weights-file.ts')).npz,
  },
  {
    ends: ['.npy'],
    begins: (head) => head.startsWith('\x93NUMPY'),
    open: async () => (await import('./arrays/weights-file.ts')).npy,
  },
  {
    description: 'an .onnx file',
    ends: ['.onnx'],
    begins: isOnnx,
    open: async () => (await import('./onnx/read-onnx.ts')).onnxFile,
  },
];

/** What loads, in words, for messages. */
export function openable(): string {
  const folder =
    'a folder with model.json and its weights in the layers format or the graph format of TensorFlow.js, or the path of the model.json';
  return [...formats.flatMap(({ description = [] }) => description), folder].join(', ');
}

/**
 * Picks the reader of a file: by its first bytes; among formats that begin alike, and for formats without a fixed beginning, by the
 * end of its name.
 *
 * @returns the reader; undefined for a folder, a JSON file and everything that no reader knows
 * @throws InvalidModelError if the file cannot be read
 */
export async function importerOf(path: string): Promise<Importer | undefined> {
  return (await formatOf(path))?.open();
}

/** @returns what a file is, in words; undefined for what no reader knows */
export const describeFormat = async (path: string): Promise<string | undefined> => (await formatOf(path))?.description;

async function formatOf(path: string): Promise<Format | undefined> {
  const end = extname(path).toLowerCase();
  const named = formats.filter(({ ends }) => ends.includes(end));
  const found = await stat(path).catch(() => undefined);
  if (end === '.json' || found?.isDirectory() || (!found && named.length === 0)) return undefined;
  const head = await beginningOf(path);
  const alike = formats.filter(({ begins }) => begins?.(head));
  return alike.find((each) => named.includes(each)) ?? alike[0] ?? named[0];
}

async function beginningOf(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
