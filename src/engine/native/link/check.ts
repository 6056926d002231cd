import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../../errors.ts';
import type { NativeEngineName } from '../packages.ts';

/** What the training step says of the TensorFlow that it ran on. */
export interface Checked {
  readonly tensorflow: string;
  readonly gpu: boolean;
  /** Loss before the step and after it. */
  readonly before: number;
  readonly after: number;
}

/**
 * Runs one training step with the binding in a fresh process.
 *
 * @throws EngineError - if it does not load, does not train, or finds no GPU where the engine needs one
 */
export function checkBinding(engine: NativeEngineName, binding: string): Checked {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const program = fileURLToPath(new URL(`training-step.${extension}`, import.meta.url));
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' }; // what TensorFlow says explains a failure
  const child = spawnSync(process.execPath, [program, engine, binding], { encoding: 'utf8', maxBuffer: 64e6, env });
  const answer = parse(child.stdout);
  if (!answer) {
    const end = child.signal ? `was ended by ${child.signal}` : `ended with ${child.status}`;
    throw new EngineError(
      `The binding was compiled, but the process that tried it ${end}:\n${child.stderr.trim()}\n${adviceFor(child.stderr)}`,
    );
  }
  if ('error' in answer) {
    throw new EngineError(`The binding was compiled, but does not run: ${answer.error}\n${adviceFor(answer.error)}`);
  }
  if (engine === 'node-gpu' && !answer.gpu) {
    throw new EngineError(
      `TensorFlow ${answer.tensorflow} runs, but finds no GPU that it can use:\n${child.stderr.trim()}\n` +
        'Expected a driver of NVIDIA (nvidia-smi) and the wheel tensorflow[and-cuda].\n' +
        'For the processor alone install @tensorflow/tfjs-node and link it with --engine node.',
    );
  }
  return answer;
}

/** What to do about a message of the system's loader. */
export function adviceFor(message: string): string {
  if (/GLIBC_/.test(message))
    return 'The wheel was built for a newer C library; use an older TensorFlow or a newer system.';
  if (/GLIBCXX_|CXXABI_/.test(message))
    return 'The C++ library of this system is older than the compiler or the wheel expects; update libstdc++.';
  if (/cannot open shared object file/.test(message))
    return 'Keep the folder of TensorFlow where it was, and link again.';
  if (/undefined symbol/.test(message)) return 'The library is another version than its headers; reinstall TensorFlow.';
  if (/wrong ELF class|invalid ELF header|Exec format/.test(message))
    return 'TensorFlow and Node have to be built for the same processor.';
  return 'Link again; if it stays, use engine "wasm" and report it with this text.';
}

function parse(output: string): Checked | { readonly error: string } | undefined {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Checked | { error: string };
  } catch {
    return undefined;
  }
}
