import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { InvalidModelError } from '../../errors.ts';
import { openFile } from '../files/broken.ts';
import { findModelJson } from '../files/find-model.ts';
import { isGraphModel, readModel, type ModelJson } from '../files/model-json.ts';
import type { Graph } from './contract.ts';

/**
 * Finds the model.json that a path means.
 *
 * @returns undefined if the path is a file of another format
 * @throws InvalidModelError if it cannot be read
 */
export async function modelJsonAt(path: string): Promise<{ file: string; json: ModelJson } | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (extname(path).toLowerCase() !== '.json' && !found?.isDirectory()) return undefined;
  const file = await findModelJson(path);
  return { file, json: await readModel(file) };
}

/**
 * Reads the graph of an ONNX file, or of a graph model of TensorFlow.js.
 *
 * @throws InvalidModelError if it is damaged, or holds no graph
 */
export async function graphAt(path: string): Promise<Graph> {
  const found = await modelJsonAt(path);
  if (!found) {
    await (await openFile(path)).close();
    return (await import('./onnx/model.ts')).onnxGraph(path, await readFile(path));
  }
  const { file, json } = found;
  if (isGraphModel(json)) return (await import('./tensorflow-js/graph-model.ts')).graphModel(file, json);
  throw new InvalidModelError(
    `${file} holds layers instead of operators.\nExpected an ONNX file, or a graph model of TensorFlow.js.\nOpen it with loadClassifier(path).`,
  );
}
