// Reads what Vitest's JSON reporter has written.

/**
 * @typedef {{passed: number, failed: number, skipped: string[]}} Counts
 * @typedef {{status?: string, assertionResults?: {status?: string, fullName?: string}[]}} SuiteResult
 * @typedef {{success?: boolean, testResults?: SuiteResult[]}} Report
 */

/**
 * @param {Report | null} report  null: Vitest ended without one
 * @param {number} exitCode  of Vitest
 * @returns {Counts}
 */
export function countResults(report, exitCode) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const suite of report?.testResults ?? []) {
    const tests = suite.assertionResults ?? [];
    for (const { status, fullName } of tests) {
      if (status === 'passed') counts.passed++;
      else if (status === 'failed') counts.failed++;
      else counts.skipped.push(fullName ?? 'unnamed');
    }
    // A file that could not be loaded, or whose hooks failed, has no failed test of its own.
    if (suite.status === 'failed' && !tests.some((test) => test.status === 'failed')) counts.failed++;
  }
  // Errors outside any test, a crash, no report at all: never "0 failed".
  if ((exitCode !== 0 || !report) && counts.failed === 0) counts.failed = 1;
  return counts;
}
