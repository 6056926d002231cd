import { recordArtifact } from 'vitest';
import type { ExampleImages } from '../../src/report/schemas/examples.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { imagesArtifact } from '../../src/report/schemas/images-artifact.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { announcementOf } from '../message/announcement.ts';
import type { RunningTest } from '../pending/task.ts';
import { framesOf } from '../pending/tracked-promise.ts';

/**
 * Announces gates through the channels of Vitest, so that its own reporters show them: an annotation per gate, with a picture of inputs that
 * the attack broke, or of items that were found. The images themselves go to the reporter of this package as an artifact, because `task.meta` becomes a part of every
 * JSON report. A gate of a test that is tried again is announced once. A test that is over, or a runner without annotations, gets none.
 *
 * @param gates - their images are removed once they were sent
 * @param stack - the stack trace of the assertion
 */
export async function announce(
  task: RunningTest,
  gates: readonly Gate[],
  { stack, record }: { readonly stack: string; readonly record: ModelRecord | undefined },
): Promise<void> {
  for (const gate of gates) {
    const shown = gate.examples ?? gate.findings;
    try {
      if (gate.passed || !willRetry(task)) {
        const { message, type } = announcementOf(gate, record, task.fails);
        const picture = shown?.images && (await pictureOf(gate, shown.images));
        if (isNew(task, message)) await locate(stack, () => task.context.annotate(message, type, picture as never));
      }
      if (!shown?.images) continue;
      const artifact = { type: imagesArtifact, file: shown.file, images: shown.images };
      await recordArtifact(task, artifact as never);
      delete shown.images;
    } catch {
      continue; // the report shows it all the same
    }
  }
}

/** Whether Vitest runs a failed test again. If that depends on a condition, it is not known yet. */
function willRetry({ retry, result }: RunningTest): boolean {
  if (typeof retry === 'object' && retry.condition !== undefined) return false;
  const most = typeof retry === 'object' ? (retry.count ?? 0) : (retry ?? 0);
  return (result?.retryCount ?? 0) < most;
}

const announced = new WeakMap<RunningTest, Set<string>>();

/** Whether no earlier try of the test announced the same. Vitest keeps the annotations of all tries. */
function isNew(task: RunningTest, message: string): boolean {
  const messages = announced.get(task) ?? new Set();
  announced.set(task, messages);
  return messages.size < messages.add(message).size;
}

async function pictureOf(gate: Gate, images: ExampleImages) {
  const { sheetOf } = await import('../../src/report/contact-sheet/sheet.ts');
  const { pngOfCanvas } = await import('../../src/report/contact-sheet/png.ts');
  const sheet = sheetOf(gate, images, { title: gate.quantity, subject: gate.measurement.subject });
  return { contentType: 'image/png', body: pngOfCanvas(sheet) };
}

/** Vitest reads the place of an annotation from the stack, which an assertion has lost after it waited. */
function locate<T>(stack: string, run: () => T): T {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = ({ name, message }: Error) => `${name}: ${message}\n${framesOf({ stack })}`;
  try {
    return run();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
