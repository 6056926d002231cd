import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { GraphFile } from '../contract.ts';

/** An ONNX file, for errors about its operators. */
export const onnxFileAt = (path: string): GraphFile => ({
  path,
  onUnknown:
    'Use onnxPredictor(path): it runs every ONNX file by onnxruntime, for assertions that only need predictions, such as toReachAccuracy and the attack square.',
  onFailure: 'Export the model again after model.eval(), or use onnxPredictor(path), which runs it by onnxruntime.',
});

/** @returns the error for an ONNX file that cannot be read */
export function invalidOnnx(
  path: string,
  what: string,
  expected = 'an unchanged ONNX model',
  advice = 'Export the model again, for instance with torch.onnx.export(model, input, "model.onnx").',
  cause?: unknown,
): InvalidModelError {
  return new InvalidModelError(`${path}: ${cutMiddle(what, 800)}.\nExpected ${expected}.\n${advice}`, { cause });
}
