#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { DnnError } from '../../../errors.ts';
import type { NativeEngineName } from '../packages.ts';
import { link } from './link.ts';

const help = `Compiles the binding of engine "node" or "node-gpu" against an installed TensorFlow, and tests it.

  npm i -D @tensorflow/tfjs-node --ignore-scripts      or @tensorflow/tfjs-node-gpu
  python3 -m pip install tensorflow-cpu                or tensorflow[and-cuda]
  npx vitest-dnn-link-tensorflow [options]

  --python <program>   the Python that has TensorFlow; DNN_PYTHON by default, else python3
  --library <folder>   the folder "tensorflow" itself, with libtensorflow_cc.so.2 and include
  --engine <name>      node or node-gpu; by default the first of node-gpu and node whose package is installed
  --help

Environment: CXX, the C++ compiler (g++, clang++); DNN_CACHE_DIR, a folder where the binding survives npm ci.`;

try {
  const { values } = parseArgs({
    options: {
      python: { type: 'string' },
      library: { type: 'string' },
      engine: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.engine !== undefined && !['node', 'node-gpu'].includes(values.engine)) {
    throw new TypeError(`--engine is "${values.engine}". Expected node or node-gpu.`);
  }
  if (values.help) console.log(help);
  else await link({ ...values, engine: values.engine as NativeEngineName }, (line) => console.log(line));
} catch (error) {
  const isExpected = error instanceof DnnError || error instanceof TypeError;
  console.error(`\nvitest-dnn-link-tensorflow: ${isExpected ? error.message : (error as Error).stack}`);
  process.exitCode = 1;
}
