import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Report, ReportedGate } from '../src/report/schemas/report.ts';
import { encodePng } from './contact-sheet/png.ts';
import { contactSheet } from './contact-sheet/sheet.ts';
import { count } from './render/tables/numbers.ts';
import { demandOf, measuredOf } from './render/tables/gates.ts';

/**
 * Draws a contact sheet of the inputs behind every gate that failed under an attack, into the report folder. A run that is
 * not one of several removes the sheets of earlier ones.
 *
 * @returns the report without the images
 */
export async function writeExamples(
  report: Report,
  folder: string,
  { sharded }: { sharded: boolean },
): Promise<Report> {
  if (!sharded) await rm(join(folder, 'adversarial'), { recursive: true, force: true });
  return { ...report, gates: await Promise.all(report.gates.map((gate) => writeSheet(gate, report, folder))) };
}

async function writeSheet(gate: ReportedGate, { models }: Report, folder: string): Promise<ReportedGate> {
  const { examples, quantity, measurement } = gate;
  if (!examples) return gate;
  const { images, ...kept } = examples;
  if (images && examples.file) {
    const dataset = models.find(({ id }) => id === gate.model)?.dataset;
    const subject = `${measurement.subject}${dataset ? ` on ${dataset}` : ''}`;
    const sheet = contactSheet(examples.items, images, {
      title: `${quantity}: ${measuredOf(gate)}, demanded ${demandOf(gate)}`,
      subtitle: `${subject} · ${examples.items.length} of ${count(examples.broken)} inputs that broke`,
    });
    const file = join(folder, examples.file);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, encodePng(sheet));
  }
  return { ...gate, examples: kept };
}
