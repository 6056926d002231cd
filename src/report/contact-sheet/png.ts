import { encodePng } from '../../png/encode-png.ts';
import type { Canvas } from './canvas.ts';

/** Returns the bytes of the PNG file of a drawing. */
export const pngOfCanvas = ({ width, height, pixels }: Canvas): Uint8Array =>
  encodePng({ width, height, channels: 3, values: pixels });
