import { describe, expect, it } from 'vitest';
import { countResults } from './results.mjs';

const suite = (/** @type {string[]} */ ...statuses) => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, i) => ({ status, fullName: `test ${i}` })),
});

describe('the closing line of the tests', () => {
  it('counts passed and failed tests and names the skipped', () => {
    const report = { testResults: [suite('passed', 'failed', 'passed'), suite('passed', 'skipped')] };
    expect(countResults(report, 1)).toEqual({ passed: 3, failed: 1, skipped: ['test 1'] });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [] }, suite('passed')] };
    expect(countResults(report, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('never says that nothing failed when the run failed or left no report', () => {
    expect(countResults({ testResults: [suite('passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countResults(null, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(countResults({ testResults: [suite('passed')] }, 0)).toMatchObject({ passed: 1, failed: 0 });
  });
});
