import { afterEach, beforeEach, expect, type TestContext } from 'vitest';
import { rememberInvocation } from '../../../matchers/message/command.ts';
import { failUnawaited, forgetEarlierAttempt } from '../../../matchers/pending/guard.ts';
import { matchers } from '../../../matchers/index.ts';
import type { ExampleImages } from '../../../src/report/schemas/examples.ts';
import { imagesArtifact, type ImagesArtifact } from '../../../src/report/schemas/images-artifact.ts';

/** Does the work of the setup file, without settings from the plugin. */
export function registerMatchers(): void {
  rememberInvocation({ folder: process.cwd(), configuration: '' });
  expect.extend(matchers);
  beforeEach(forgetEarlierAttempt);
  afterEach(failUnawaited);
}

/** @returns the message of a failed assertion, or `passed` */
export function messageOf(assertion: Promise<void>): Promise<string> {
  return assertion.then(
    () => 'passed',
    (error: Error) => error.message,
  );
}

/** @returns the images that the gates of a test sent to the reporter, by the path of their contact sheet */
export function imagesIn({ task }: Pick<TestContext, 'task'>): Map<string, ExampleImages> {
  const artifacts = task.artifacts as readonly { type: string }[];
  const ofGates = artifacts.filter((artifact): artifact is ImagesArtifact => artifact.type === imagesArtifact);
  return new Map(ofGates.map(({ file, images }) => [file, images]));
}
