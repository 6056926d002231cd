import { TestRunner, type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, type TestContext } from 'vitest';
import { explainCall } from '../../src/called-members.ts';
import { failUnawaited, forgetEarlierAttempt } from './guard.ts';
import { noteDefinition, runWithinLimit } from './time-limit.ts';

/** The methods of Vitest's runner that are followed. */
interface Runner {
  onCollectStart(file: RunnerTestFile): unknown;
  extendTaskContext(context: TestContext): TestContext;
  onBeforeRunSuite(suite: RunnerTestSuite): unknown;
  runTask?(test: RunnerTestCase): unknown;
  importFile(path: string, source: 'collect' | 'setup'): unknown;
}

let isFollowed = false;

/**
 * Follows Vitest's runner: guards every spec file against assertions that are not awaited, and limits the time of its tests. Files
 * that share a process load the setup file once, so it cannot register hooks for each of them.
 *
 * @param prepare - is called before each spec file is collected
 * @param imported - is called when a file was imported; its tests wait for the result
 */
export function followRunner(prepare: () => void, imported: () => unknown): void {
  prepare(); // the collection of the first file has started
  if (isFollowed) return;
  isFollowed = true;
  const runner = TestRunner.prototype as unknown as Runner;
  const { onCollectStart, extendTaskContext, onBeforeRunSuite, runTask, importFile } = runner;
  Object.assign(runner, {
    onCollectStart(file) {
      prepare();
      return onCollectStart.call(this, file);
    },
    extendTaskContext: function extend(context) {
      noteDefinition(context, extend);
      return extendTaskContext.call(this, context);
    },
    onBeforeRunSuite(suite) {
      if ('filepath' in suite) guard(suite);
      return onBeforeRunSuite.call(this, suite);
    },
    runTask(test) {
      return runWithinLimit(test, () =>
        explained(() => (runTask ? runTask.call(this, test) : TestRunner.getTestFn(test)())),
      );
    },
    async importFile(path, source) {
      const module = await explained(() => importFile.call(this, path, source));
      await imported();
      return module;
    },
  } satisfies Runner & ThisType<Runner>);
}

/** Runs code of a user, and explains the error if it calls a member of a family. */
async function explained(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    throw explainCall(error);
  }
}

function guard(file: RunnerTestSuite): void {
  const hooks: ReturnType<typeof TestRunner.getSuiteHooks> | undefined = TestRunner.getSuiteHooks(file);
  if (!hooks) return; // the file could not be loaded
  const { beforeEach, afterEach } = hooks;
  if (!beforeEach.includes(forgetEarlierAttempt)) beforeEach.unshift(forgetEarlierAttempt);
  if (!afterEach.includes(failUnawaited)) afterEach.unshift(failUnawaited);
}
