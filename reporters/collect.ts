import type { TestModule } from 'vitest/node';
import type { TestedTask } from '../src/report/assemble.ts';
import { validateTaskMeta } from '../src/report/validate.ts';

/**
 * What the tests of a run left for the report.
 *
 * @throws InvalidDataError - where a test left something else in `task.meta.dnn`
 */
export function collect(testModules: readonly TestModule[]): TestedTask[] {
  return testModules.flatMap((testModule) => {
    const { project, relativeModuleId } = testModule;
    const file = project.name ? `|${project.name}| ${relativeModuleId}` : relativeModuleId;
    return [...testModule.children.allTests()].flatMap((testCase) => {
      const { dnn } = testCase.meta() as { dnn?: unknown };
      if (dnn === undefined) return [];
      return [
        {
          file,
          test: testCase.fullName,
          meta: validateTaskMeta(dnn, `What ${file} > ${testCase.fullName} left for the report`),
        },
      ];
    });
  });
}
