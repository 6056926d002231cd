import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../../errors.ts';
import type { NativeEngineName } from '../packages.ts';

/** Result of the training step, and the TensorFlow that it ran on. */
export interface Checked {
  readonly tensorflow: string;
  readonly gpu: boolean;
  /** Loss before the step. */
  readonly before: number;
  /** Loss after the step. */
  readonly after: number;
}

/**
 * Runs one training step with the binding in a new process.
 *
 * @returns the loss before and after the step, and the TensorFlow it ran on
 * @throws EngineError - if the binding fails to load or to train, or if the engine needs a GPU and finds none
 */
export function checkBinding(engine: NativeEngineName, binding: string): Checked {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const program = fileURLToPath(new URL(`training-step.${extension}`, import.meta.url));
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' }; // TensorFlow's messages explain a failure
  const child = spawnSync(process.execPath, [program, engine, binding], { encoding: 'utf8', maxBuffer: 64e6, env });
  const answer = parse(child.stdout);
  if (!answer) {
    const end = child.signal ? `was terminated by ${child.signal}` : `exited with status ${child.status}`;
    throw new EngineError(
      `The binding was compiled, but the process that tested it ${end}:\n${child.stderr.trim()}\n${adviceFor(child.stderr)}`,
    );
  }
  if ('error' in answer) {
    throw new EngineError(`The binding was compiled but does not run: ${answer.error}\n${adviceFor(answer.error)}`);
  }
  if (engine === 'node-gpu' && !answer.gpu) {
    throw new EngineError(
      `TensorFlow ${answer.tensorflow} runs but finds no usable GPU:\n${child.stderr.trim()}\n` +
        'Expected an NVIDIA driver (see nvidia-smi) and the wheel tensorflow[and-cuda].\n' +
        'To use only the processor, install @tensorflow/tfjs-node and link it with --engine node.',
    );
  }
  return answer;
}

/** Returns what to do about a message of the system's loader. */
export function adviceFor(message: string): string {
  if (/GLIBC_/.test(message))
    return 'The wheel was built for a newer C library; use an older TensorFlow or a newer system.';
  if (/GLIBCXX_|CXXABI_/.test(message))
    return 'The C++ library of this system is older than the compiler or the wheel expects; update libstdc++.';
  if (/cannot open shared object file/.test(message))
    return 'Put the TensorFlow folder back where it was, and link again.';
  if (/undefined symbol/.test(message))
    return 'The library has another version than its headers; reinstall TensorFlow.';
  if (/wrong ELF class|invalid ELF header|Exec format/.test(message))
    return 'Install TensorFlow and Node built for the same processor.';
  return 'Link again; if the error remains, use engine "wasm" and report the error with this text.';
}

function parse(output: string): Checked | { readonly error: string } | undefined {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Checked | { error: string };
  } catch {
    return undefined;
  }
}
