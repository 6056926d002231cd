import { Canvas } from '../../../src/report/contact-sheet/canvas.ts';
import { panelsOf } from '../../../src/report/contact-sheet/panels.ts';
import { pngOfCanvas } from '../../../src/report/contact-sheet/png.ts';
import { placeOf } from '../../../src/report/describe-finding.ts';
import { mostImages, unpackPixels, type Pixels } from '../../../src/report/pixels.ts';
import type { ExampleImages } from '../../../src/report/schemas/examples.ts';
import type { Finding, Findings } from '../../../src/report/schemas/findings.ts';
import { count, distance } from '../tables/numbers.ts';
import { html, imageSource, trusted, type Markup } from './markup.ts';

/** @returns items or pairs that a gate on data found, as pictures or texts with their labels and places */
export function foundItems({ shown, found, what, images }: Findings): Markup {
  const values = images ? images.height * images.width * images.channels : 0;
  const pixels = images && shown.length <= mostImages(values) ? unpackPixels(images, shown.length * values) : undefined;
  return html`<div class="gallery">
    <h4>${shown.length} of ${count(found)} ${what}</h4>
    <ul>
      ${shown.map((finding, index) => html`<li class="card">${images && pixels ? pictures(images, pixels, index, finding) : texts(finding)}${words(finding)}</li>`)}
    </ul>
  </div>`;
}

function pictures(images: ExampleImages, pixels: Pixels, index: number, { items }: Finding): Markup {
  const { width, height } = images;
  const [first, second] = items;
  const panels = panelsOf(images, pixels, index, [placeOf(first), second ? placeOf(second) : '']);
  const labels = [first.label, 'difference', second?.label];
  return html`<div class="panels">
    ${(second ? panels : panels.slice(0, 1)).map(({ heading, bytes }, panel) => {
      const canvas = new Canvas(width, height, [0, 0, 0]);
      canvas.pixels.set(bytes);
      return html`<figure>
        <img
          src="${trusted(imageSource(pngOfCanvas(canvas)))}"
          width="${width}"
          height="${height}"
          alt="${`${heading}: ${labels[panel]}`}"
        />
        <figcaption>${heading}</figcaption>
      </figure>`;
    })}
  </div>`;
}

/** The text of each item; of two equal ones once. */
function texts({ items: [first, second] }: Finding): Markup {
  const shown = second && second.text !== first.text ? [first, second] : [first];
  return html`${shown.map(({ text }) => html`<p class="changed">${text}</p>`)}`;
}

/** The labels, and how far the items are apart or why one was found. */
function words({ items, distance: apart, reason }: Finding): Markup {
  const [first, second] = items;
  const remark = reason ?? (apart === undefined ? (second ? 'equal' : '') : `distance ${distance(apart)}`);
  const places = items.map(placeOf).join(' and ');
  return html`<p class="classes">
      <span>${first.label}</span
      >${second && second.label !== first.label && html` <span aria-label="and">|</span> <b>${second.label}</b>`}
    </p>
    <p class="sizes">${[remark, places].filter(Boolean).join(' · ')}</p>`;
}
