/**
 * Reorders images for models that take their channels first.
 *
 * @param values - images [height, width, channels], one after another
 * @param shape - [channels, height, width]
 * @returns the images as [channels, height, width]
 */
export function channelsFirst(values: Float32Array, [channels, height, width]: readonly number[]): Float32Array {
  const pixels = height * width;
  return Float32Array.from(values, (_, at) => {
    const inItem = at % (pixels * channels);
    const [channel, pixel] = [Math.floor(inItem / pixels), inItem % pixels];
    return values[at - inItem + pixel * channels + channel];
  });
}
