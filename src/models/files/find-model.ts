import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { InvalidModelError } from '../../errors.ts';
import { openable } from '../import/index.ts';
import { openFile } from './broken.ts';

/** A model.json of a large network has some megabytes; a larger file is something else. */
const largestJson = 100 * 2 ** 20;

/** What to do about files of other formats, by the ends of their names. */
const others: readonly { readonly kind: string; readonly ends: readonly string[]; readonly advice: string }[] = [
  {
    kind: 'a SavedModel of TensorFlow',
    ends: ['.pb'],
    advice:
      'Load it in Keras and save it as .keras, or convert it with tensorflowjs_converter --input_format tf_saved_model; pass the result.',
  },
  {
    kind: 'a model in the format of onnxruntime',
    ends: ['.ort'],
    advice: 'Pass the .onnx file it was made from.',
  },
  {
    kind: 'a PyTorch file',
    ends: ['.pt', '.pth', '.ckpt'],
    advice:
      "It is a program, which is never run. Save its weights with save_file(model.state_dict(), 'weights.safetensors') and pass that file " +
      'with an architecture, or export it to ONNX.',
  },
  {
    kind: 'a TensorFlow Lite model',
    ends: ['.tflite'],
    advice: 'Pass the Keras model it was made from, as .keras or .h5 file.',
  },
];

/**
 * Finds the model.json that a path means: the path itself if it is a JSON file, else the one in the folder.
 *
 * @throws InvalidModelError if there is none, or the path names a file of another format; the message says which formats load
 */
export async function findModelJson(path: string): Promise<string> {
  const { kind, advice } = others.find(({ ends }) => ends.includes(extname(path).toLowerCase())) ?? {};
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && extname(path).toLowerCase() === '.json') return path;
  if (kind && advice && !found?.isDirectory()) throw foreign(path, kind, advice);
  if (found?.isFile())
    throw foreign(path, 'a file that is no JSON', 'Pass the folder that holds model.json, or the file of the model.');
  const file = join(path, 'model.json');
  if (found?.isDirectory() && !(await exists(file)) && (await exists(join(path, 'saved_model.pb'))))
    throw foreign(path, others[0].kind, others[0].advice);
  return file;
}

/** Reads model.json. @throws InvalidModelError if it cannot be read, or is too large to be one */
export async function readModelJson(path: string): Promise<Buffer> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    if (size > largestJson) throw foreign(path, `a file of ${size} bytes`, 'Check the path.');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const foreign = (path: string, kind: string, advice: string): InvalidModelError =>
  new InvalidModelError(`${path} is ${kind}.\nExpected ${openable()}; no other format loads.\n${advice}`);
