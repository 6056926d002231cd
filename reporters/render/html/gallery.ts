import { unpackPixels, mostImages, type Pixels } from '../../../src/report/pixels.ts';
import type { Example, ExampleImages, Examples, TextPart } from '../../../src/report/schemas/examples.ts';
import { Canvas } from '../../../src/report/contact-sheet/canvas.ts';
import { panelsOf } from '../../../src/report/contact-sheet/panels.ts';
import { pngOfCanvas } from '../../../src/report/contact-sheet/png.ts';
import { count, distance, percent } from '../tables/numbers.ts';
import { html, imageSource, trusted, type Markup } from './markup.ts';
import { domainOf, linear } from './plots/scale.ts';

/** @returns inputs that an attack broke: the original, the change and the adversarial input, with the predicted classes below */
export function gallery(examples: Examples): Markup {
  const { items, images, broken, moved = [], replaced = [] } = examples;
  const values = images ? images.height * images.width * images.channels : 0;
  const pixels = images && items.length <= mostImages(values) ? unpackPixels(images, items.length * values) : undefined;
  return html`<div class="gallery">
    <h4>${items.length} of ${count(broken)} inputs that the attack broke</h4>
    ${moved.length > 0 && html`<p class="subtitle">largest mean changes: ${moved.map(({ value, meanChange }) => `${value} ${distance(meanChange)}`).join(', ')}</p>`}
    ${replaced.length > 0 && html`<p class="subtitle">most frequent changes: ${replaced.map(({ was, is, texts }) => `${was} → ${is} in ${count(texts)} texts`).join(', ')}</p>`}
    <ul>
      ${items.map((item, index) => html`<li class="card">${images && pixels ? panels(images, pixels, index, item) : item.text ? changedText(item.text) : changesOf(item)}${words(item)}</li>`)}
    </ul>
  </div>`;
}

function panels(images: ExampleImages, pixels: Pixels, index: number, { label, adversarial }: Example): Markup {
  const { width, height } = images;
  return html`<div class="panels">
    ${panelsOf(images, pixels, index).map(({ heading, bytes }) => {
      const canvas = new Canvas(width, height, [0, 0, 0]);
      canvas.pixels.set(bytes);
      const words = `${heading}: ${label} that is taken for ${adversarial.class}`;
      return html`<figure>
        <img src="${trusted(imageSource(pngOfCanvas(canvas)))}" width="${width}" height="${height}" alt="${words}" />
        <figcaption>${heading}</figcaption>
      </figure>`;
    })}
  </div>`;
}

/** `label → class   confidence`, and the sizes of the perturbation. */
function words({ position, label, clean, adversarial, l2, linf, text }: Example): Markup {
  const sizes = text ? wordsChanged(text) : `L2 ${distance(l2 ?? 0)} · L∞ ${distance(linf ?? 0)}`;
  return html`<p class="classes">
      <span>${label}</span> <span aria-label="is taken for">→</span> <b>${adversarial.class}</b>
      <span class="confidence">${percent(adversarial.confidence)}</span>
    </p>
    <p class="sizes">before ${clean.class} ${percent(clean.confidence)} · ${sizes} · #${position}</p>`;
}

function wordsChanged(parts: readonly TextPart[]): string {
  const changed = parts.filter(({ was }) => was !== undefined).length;
  return changed === 1 ? '1 word changed' : `${changed} words changed`;
}

/** An adversarial text, in which the word before each changed one is struck out. */
const changedText = (parts: readonly TextPart[]): Markup =>
  html`<p class="changed">
    ${parts.map(({ text, was }) => (was === undefined ? text : html`<del>${was}</del> <ins>${text}</ins>`))}
  </p>`;

/** The values of a table row that changed most, or the channel of a series. */
function changesOf({ changes = [], line }: Example): Markup | undefined {
  if (line) return series(line);
  if (changes.length === 0) return undefined;
  return html`<table class="changes">
    <tbody>
      ${changes.map(
        ({ value, clean, adversarial }) =>
          html`<tr>
            <th scope="row">${value}</th>
            <td>${distance(clean)}</td>
            <td>→ ${distance(adversarial)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const [width, height] = [220, 64];

function series({ channel, clean, adversarial }: NonNullable<Example['line']>): Markup {
  const domain = domainOf([...clean, ...adversarial], { margin: 0.05, within: [-Infinity, Infinity] });
  const [x, y] = [linear([0, Math.max(1, clean.length - 1)], [0, width]), linear(domain, [height, 0])];
  const path = (values: readonly number[]): Markup =>
    trusted(`M${values.map((value, at) => `${x(at)} ${y(value)}`).join('L')}`);
  return html`<svg
      class="plot series"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="${`${channel ?? 'the series'} before and after the attack`}"
    >
      <path class="before" d="${path(clean)}" />
      <path class="after" d="${path(adversarial)}" /></svg
    >${channel && html`<p class="sizes">${channel}</p>`}`;
}
