import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DnnError, InvalidDataError } from '../src/errors.ts';
import type { Report, ReportedGate } from '../src/report/schemas/report.ts';
import { pngOfCanvas } from '../src/report/contact-sheet/png.ts';
import { sheetOf } from '../src/report/contact-sheet/sheet.ts';
import { demandOf, measuredOf } from './render/tables/gates.ts';

/**
 * Writes a contact sheet to the report folder for every gate that failed under an attack or on data. It shows inputs that the attack
 * broke, or items that were found. A run that is not sharded first removes the sheets of earlier runs. A sheet that cannot be drawn or written is left out
 * and fails the run; the others are written.
 *
 * @returns the report without the images
 */
export async function writeExamples(
  report: Report,
  folder: string,
  { sharded, fail }: { sharded: boolean; fail: (error: unknown) => void },
): Promise<Report> {
  if (!sharded) {
    for (const sheets of ['adversarial', 'findings']) await rm(join(folder, sheets), { recursive: true, force: true });
  }
  const gates = report.gates.map((gate) =>
    writeSheet(gate, report, folder).catch((error: unknown): ReportedGate => {
      fail(error instanceof DnnError ? new InvalidDataError(`${gate.file} > ${gate.test}: ${error.message}`) : error);
      return withoutSheet(gate);
    }),
  );
  return { ...report, gates: await Promise.all(gates) };
}

function withoutSheet(gate: ReportedGate): ReportedGate {
  const { examples, findings } = gate;
  return {
    ...gate,
    ...(examples && { examples: { ...withoutImages(examples), file: null } }),
    ...(findings && { findings: { ...withoutImages(findings), file: null } }),
  };
}

async function writeSheet(gate: ReportedGate, { models }: Report, folder: string): Promise<ReportedGate> {
  const { examples, findings, quantity, measurement } = gate;
  const shown = examples ?? findings;
  if (!shown) return gate;
  if (shown.images && shown.file) {
    const dataset = models.find(({ id }) => id === gate.model)?.dataset;
    const subject = `${measurement.subject}${dataset ? ` on ${dataset}` : ''}`;
    const title = `${quantity}: ${measuredOf(gate)}, required ${demandOf(gate)}`;
    const file = join(folder, shown.file);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, pngOfCanvas(sheetOf(gate, shown.images, { title, subject })));
  }
  return {
    ...gate,
    ...(examples && { examples: withoutImages(examples) }),
    ...(findings && { findings: withoutImages(findings) }),
  };
}

function withoutImages<Shown extends { images?: unknown }>({ images: _, ...rest }: Shown): Omit<Shown, 'images'> {
  return rest;
}
