import type { TestCase, TestModule } from 'vitest/node';
import type { TestedTask } from '../src/report/assemble.ts';
import { imagesArtifact, type ImagesArtifact } from '../src/report/schemas/images-artifact.ts';
import { matchingGates } from '../src/report/validate.ts';

/**
 * Collects the data that the tests of a run wrote for the report. A gate that does not match its schema is left
 * out and fails the run, and so is a test whose `task.meta.dnn` holds anything else; all others are reported.
 */
export function testedTasks(testModules: readonly TestModule[], fail: (error: unknown) => void): TestedTask[] {
  return testModules.flatMap((testModule) => {
    const { project, relativeModuleId } = testModule;
    const file = project.name ? `|${project.name}| ${relativeModuleId}` : relativeModuleId;
    return [...testModule.children.allTests()].flatMap((testCase) => {
      const { dnn } = testCase.meta() as { dnn?: unknown };
      if (dnn === undefined) return [];
      const test = testCase.fullName;
      try {
        const meta = matchingGates(withImages(dnn, testCase), `The data of ${file} > ${test} for the report`, fail);
        const { state } = testCase.result();
        return [{ file, test, meta, fails: testCase.options.fails, ...(state !== 'pending' && { state }) }];
      } catch (error) {
        fail(error);
        return [];
      }
    });
  });
}

/**
 * Adds the images to the gates of a test, which Vitest carries separately. Of a test that was retried, the images of the last try are taken.
 * What is not as expected is left to the check of the schema.
 */
function withImages(dnn: unknown, testCase: TestCase): unknown {
  const artifacts = testCase.artifacts() as readonly { readonly type: string }[];
  const images = new Map(artifacts.filter(isImages).map((artifact) => [artifact.file, artifact.images] as const));
  const { gates } = Object(dnn) as { gates?: unknown };
  if (images.size === 0 || !Array.isArray(gates)) return dnn;
  const complete = gates.map((gate: unknown) => {
    const { examples, findings } = Object(gate) as { examples?: { file?: string }; findings?: { file?: string } };
    const ofGate = images.get(examples?.file ?? findings?.file ?? '');
    if (!ofGate) return gate;
    return {
      ...(gate as object),
      ...(examples ? { examples: { ...examples, images: ofGate } } : { findings: { ...findings, images: ofGate } }),
    };
  });
  return { ...(dnn as object), gates: complete };
}

const isImages = (artifact: { readonly type: string }): artifact is ImagesArtifact => artifact.type === imagesArtifact;
