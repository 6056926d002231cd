/** A letter as rows from top to bottom; the lowest two are descenders. A bit is a pixel, the highest of `width` bits leftmost. */
export interface Glyph {
  readonly width: number;
  readonly rows: readonly number[];
}

/** Heights of a capital letter, and of a line with descenders, in pixels of the font. */
export const capitalHeight = 7;
export const lineHeight = 9;
const spaceWidth = 3;

/** Per letter: the letter itself, its width, and one digit of base 32 per row. */
const drawn = `
  A5ehhvhhh B5uhhuhhu C5ehggghe D5uhhhhhu E5vgguggv F5vgguggg G5ehgnhhe H5hhhvhhh I37222227 J572222ic K5hikokih
  L5ggggggv M5hrllhhh N5hppljjh O5ehhhhhe P5uhhuggg Q5ehhhlid R5uhhukih S5fgge11u T5v444444 U5hhhhhhe V5hhhhaa4
  W5hhhllla X5hha4ahh Y5hha4444 Z5v1248gv a500e1fhf b5gguhhhu c500fgggf d511fhhhf e500ehvge f4344e444 g500fhhhf1e
  h5gguhhhh i11011111 j3101111116 k4889aca9 l22222221 m500qllll n500uhhhh o500ehhhe p500uhhhugg q500fhhhf11
  r400bc888 s500fge1u t444e4443 u500hhhhf v500hhha4 w500hllla x500ha4ah y500hhhhf1e z500v248v 05ehjlphe 154c4444e
  25eh1248v 35eh161he 4526aiv22 55vgu11he 6568guhhe 75v124888 85ehhehhe 95ehhf12c .10000001 ,200000112 :10010010
  ;200100112 !11111101 ?5eh12404 '11100000 "35500000 (21222221 )22111112 [23222223 ]23111113 {33224223 }36221226
  +5044v440 -4000f000 _5000000v =400f0f00 /511248gg \\5gg84211 |11111111 *50level0 #5aavavaa $54fke5u4 %5pp248jj
  &5ciicjid @5ehnlnge ^54ah0000 \`22100000 ~500di000 <41248421 >48421248 →5042v240 ×500ha4ah ·10001000 …5000000l
  ≥4842480f ≤4124210f −4000f000
`;

const glyphs = new Map<string, Glyph>(
  drawn
    .trim()
    .split(/\s+/)
    .map((code) => {
      const [letter, width, ...rows] = code;
      return [letter, { width: Number(width), rows: rows.map((digit) => Number.parseInt(digit, 32)) }];
    }),
);

/** @returns the glyph of a letter without its accents, or a question mark if the font lacks it; undefined for a space */
export function glyphOf(letter: string): Glyph | undefined {
  if (/\s/.test(letter)) return undefined;
  return glyphs.get(letter) ?? glyphs.get(letter.normalize('NFD')[0]) ?? glyphs.get('?');
}

/** @returns the width of a text in pixels of the font, including one between letters */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (glyphOf(letter)?.width ?? spaceWidth) + 1, -1);
}

/** @returns the text, shortened with an ellipsis if it is wider than `width` pixels of the font */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && textWidth(`${letters.join('')}…`) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Calls `pixel` for every pixel of a text, relative to its upper left corner. */
export function drawText(text: string, pixel: (x: number, y: number) => void): void {
  let left = 0;
  for (const letter of text) {
    const glyph = glyphOf(letter);
    glyph?.rows.forEach((row, y) => {
      for (let x = 0; x < glyph.width; x++) if ((row >> (glyph.width - 1 - x)) & 1) pixel(left + x, y);
    });
    left += (glyph?.width ?? spaceWidth) + 1;
  }
}
