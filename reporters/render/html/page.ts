import { createHash } from 'node:crypto';
import type { Report } from '../../../src/report/schemas/report.ts';
import { attacksSection } from './attacks.ts';
import { baselinesSection } from './baseline.ts';
import { calibrationSection } from './calibration.ts';
import { comparisonSections } from './comparison.ts';
import { compressionsSection } from './compressions.ts';
import { confusionSection } from './confusion.ts';
import { openGroups, openSections } from './failures.ts';
import { gatesSection } from './gates.ts';
import { html, trusted, type Markup } from './markup.ts';
import { outcomeSection } from './outcome.ts';
import { verdictOf } from '../verdict.ts';
import { retrainingSection, type Pictures } from './retraining.ts';
import { script } from './script.ts';
import { slicesSection } from './slices.ts';
import { layoutStyle } from './style/layout.ts';
import { partsStyle } from './style/parts.ts';
import { plotStyle } from './style/plots.ts';

/**
 * Yields the report as one page of HTML, part by part. The page holds its styles, its script, its plots and its images, and requests
 * nothing; its policy forbids requests and foreign scripts. It can be read without JavaScript.
 *
 * @param pictures - pictures beside the report that the page shows
 */
export function* htmlDocument(report: Report, pictures: Pictures = new Map()): Generator<string> {
  const sections = sectionsOf(report, pictures);
  const links = [...openGroups(report), ...sections];
  yield '<!doctype html>\n';
  yield `<html lang="en"><head>${head(report).text}</head><body>${navigation(links).text}<main id="top">${outcomeSection(report).text}`;
  for (const card of openSections(report)) yield `${card.text}\n`;
  for (const { parts } of sections) for (const part of parts) yield `${part.text}\n`;
  yield `</main>${footer.text}<script>${script}</script></body></html>\n`;
}

/** A section of the page, with its link. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Markup[];
}

function sectionsOf(report: Report, pictures: Pictures): Section[] {
  const one = (id: string, title: string, part: Markup | undefined): Section => ({
    id,
    title,
    parts: part ? [part] : [],
  });
  return [
    one('gates', 'Gates', gatesSection(report)),
    one('baselines', 'Baselines', baselinesSection(report)),
    { id: 'comparison', title: 'Acquisition functions', parts: comparisonSections(report) },
    one('attacks', 'Attacks', attacksSection(report)),
    one('compressions', 'Compression', compressionsSection(report)),
    one('classes', 'Classes', confusionSection(report)),
    one('slices', 'Slices', slicesSection(report)),
    one('calibration', 'Calibration', calibrationSection(report)),
    one('retraining', 'Retraining', retrainingSection(report, pictures)),
  ].filter(({ parts }) => parts.length > 0);
}

const head = (report: Report): Markup => html`
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
  <meta name="color-scheme" content="light dark" />
  <link rel="icon" href="data:," />
  <title>${verdictOf(report)} · vitest-dnn</title>
  ${trusted(`<style>${layoutStyle}${partsStyle}${plotStyle}</style>`)}
`;

const navigation = (links: readonly Pick<Section, 'id' | 'title'>[]): Markup =>
  html`<nav aria-label="sections">
    <a class="brand" href="#top">vitest-dnn</a>
    <div>${links.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</div>
    <button type="button" class="script" id="theme">dark</button>
  </nav>`;

const footer = html`<footer>
  <p>
    The numbers are in <a href="report.json">report.json</a>, the tables in <a href="report.md">report.md</a> and in the
    folder <code>tables</code>.
  </p>
  <p class="script">
    Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous failure, <kbd>t</kbd> light or dark.
  </p>
</footer>`;

/** Nothing is requested, and no other script runs. */
const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`;
