/** Leaves the names of the tests that failed in a file, as pytest does, for `.ci/run` to run those files once more. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

const FILE = "node_modules/.vitest/failed.json";

export default class Failed implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Promise<void> {
    await rm(FILE, { force: true });
    const names = modules.filter((module) => !module.ok()).flatMap(failuresOf);
    // An error outside of all tests is no test's that could be run again.
    if (unhandled.length || !names.length) return;
    await mkdir(dirname(FILE), { recursive: true });
    await writeFile(FILE, JSON.stringify(Object.fromEntries(names.map((name) => [name, true]))));
  }
}

function failuresOf(module: TestModule): string[] {
  const failed = [...module.children.allTests("failed")].map((test) => ` > ${test.fullName}`);
  return (failed.length ? failed : [""]).map((name) => module.relativeModuleId + name);
}
