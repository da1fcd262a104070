/** Names the tests that were green only at the second try: defects to mend, under the heading that CI has. */
import type { Reporter, TestCase } from "vitest/node";

export default class Flaky implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.ok() && test.diagnostic()?.retryCount) this.#names.push(`${test.module.moduleId} ${test.name}`);
  }

  onTestRunEnd(): void {
    if (this.#names.length) console.log(["", "## flaky", ...this.#names].join("\n"));
  }
}
