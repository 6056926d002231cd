import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';

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
