import type { ExampleImages } from './examples.ts';

/** The type of an artifact of Vitest that holds images of inputs that an attack broke. */
export const imagesArtifact = 'vitest-dnn:images';

/** The images of a gate. Vitest carries them from the test to the reporter, also in blobs. */
export interface ImagesArtifact {
  readonly type: typeof imagesArtifact;
  /** Path of the contact sheet, which is that of the gate's examples. A test that was retried leaves one artifact per try. */
  readonly file: string;
  readonly images: ExampleImages;
}
