/** @typedef {import('../../tests/support/report.ts').Report} Report */

/** More files than this fail for a reason that running them again would only hide. */
const mostFiles = 6;

/**
 * The files of a suite that may be run once more: few, and nothing failed outside of them. Each is the arguments for its
 * runner, parted by blanks.
 * @param {Report} report
 * @returns {string[]}
 */
export function filesToRunAgain({ failed }) {
  const files = new Set(failed.map(({ file }) => file));
  if (files.size > mostFiles) return [];
  const known = [...files].filter((file) => file !== undefined);
  return known.length === files.size ? known : [];
}

/**
 * The report with one file's results taken from its second run. What failed at first and then passed stays told.
 * @param {Report} first
 * @param {string} file
 * @param {Report} second
 * @returns {Report}
 */
export function withSecondRun(first, file, second) {
  const others = (/** @type {{ file?: string }} */ entry) => entry.file !== file;
  const stillFailing = new Set(second.failed.map(({ name }) => name));
  const steadied = first.failed.filter((entry) => !others(entry) && !stillFailing.has(entry.name));
  return {
    passed: first.passed - (first.passedIn[file] ?? 0) + second.passed,
    failed: [...first.failed.filter(others), ...second.failed],
    skipped: [...first.skipped.filter(others), ...second.skipped],
    passedIn: { ...first.passedIn, ...second.passedIn },
    unsteady: [...first.unsteady, ...steadied],
  };
}
