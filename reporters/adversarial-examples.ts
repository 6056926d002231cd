import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DnnError, InvalidDataError } from '../src/errors.ts';
import type { Report, ReportedGate } from '../src/report/schemas/report.ts';
import { pngOfCanvas } from '../src/report/contact-sheet/png.ts';
import { contactSheet } from '../src/report/contact-sheet/sheet.ts';
import { count } from './render/tables/numbers.ts';
import { demandOf, measuredOf } from './render/tables/gates.ts';

/**
 * Writes a contact sheet to the report folder for every gate that failed under an attack. It shows inputs that the attack
 * broke. A run that is not sharded first removes the sheets of earlier runs. A sheet that cannot be drawn or written is left out
 * and fails the run; the others are written.
 *
 * @returns the report without the images
 */
export async function writeExamples(
  report: Report,
  folder: string,
  { sharded, fail }: { sharded: boolean; fail: (error: unknown) => void },
): Promise<Report> {
  if (!sharded) await rm(join(folder, 'adversarial'), { recursive: true, force: true });
  const gates = report.gates.map((gate) =>
    writeSheet(gate, report, folder).catch((error: unknown): ReportedGate => {
      fail(error instanceof DnnError ? new InvalidDataError(`${gate.file} > ${gate.test}: ${error.message}`) : error);
      return withoutSheet(gate);
    }),
  );
  return { ...report, gates: await Promise.all(gates) };
}

function withoutSheet({ examples, ...gate }: ReportedGate): ReportedGate {
  if (!examples) return gate;
  const { images: _, ...rest } = examples;
  return { ...gate, examples: { ...rest, file: null } };
}

async function writeSheet(gate: ReportedGate, { models }: Report, folder: string): Promise<ReportedGate> {
  const { examples, quantity, measurement } = gate;
  if (!examples) return gate;
  const { images, ...rest } = examples;
  if (images && examples.file) {
    const dataset = models.find(({ id }) => id === gate.model)?.dataset;
    const subject = `${measurement.subject}${dataset ? ` on ${dataset}` : ''}`;
    const sheet = contactSheet(examples.items, images, {
      title: `${quantity}: ${measuredOf(gate)}, required ${demandOf(gate)}`,
      subtitle: `${subject} · ${examples.items.length} of ${count(examples.broken)} inputs that the attack broke`,
    });
    const file = join(folder, examples.file);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, pngOfCanvas(sheet));
  }
  return { ...gate, examples: rest };
}
