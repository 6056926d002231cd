import { plainLine, plainText } from '../../../src/plain-text.ts';

/** Text of a page that is markup already, and is not escaped again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A part of a template. Strings are escaped; nothing is shown for absent parts. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[];

/**
 * Makes markup from a template. Every part that is not markup itself is escaped, so that names of tests, classes and files appear as
 * text. Attributes must be quoted.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const literals = template.map((literal) => literal.replace(/\n\s+/g, '\n'));
  return new Markup(literals.reduce((text, literal, at) => text + textOf(parts[at - 1]) + literal));
}

/** Markup from a text of this package, such as a style sheet or a path of a plot. Never call it with a text of a user. */
export const trusted = (text: string): Markup => new Markup(text);

/** @returns the lines of a text, with line breaks between them */
export const lines = (text: string): Markup =>
  trusted(plainText(text.replaceAll('\t', '  '), '\n').split('\n').map(escapeHtml).join('<br/>'));

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(textOf).join('');
  if (typeof part === 'string') return escapeHtml(part);
  return typeof part === 'number' ? String(part) : '';
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes a text for one line of HTML, also within quotes of an attribute. Characters that act are shown. */
export const escapeHtml = (text: string): string => plainLine(text).replace(/[&<>"']/g, (sign) => entities[sign]);

/** @returns bytes of a PNG as the source of an image, without a request */
export const imageSource = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
