/** @typedef {import('../../tests/support/report.ts').Report} Report */

/** @type {Report} */
export const nothing = { passed: 0, failed: [], skipped: [], passedIn: {}, unsteady: [] };

/** A failure that is no test's. @param {string} name @param {string} detail @returns {Report} */
export function failure(name, detail) {
  return { ...nothing, failed: [{ name, detail }] };
}

/** @param {readonly Report[]} reports @returns {Report} */
export function addUp(reports) {
  return {
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failed: reports.flatMap(({ failed }) => failed),
    skipped: reports.flatMap(({ skipped }) => skipped),
    passedIn: Object.assign({}, ...reports.map(({ passedIn }) => passedIn)),
    unsteady: reports.flatMap(({ unsteady }) => unsteady),
  };
}

/** The last line of `npm test`: `N passed, N failed, N skipped`. @param {Report} report */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}

/** Every skip below its reason, so that a reason many share is read once. @param {Report} report */
export function skipLines({ skipped }) {
  const reasons = new Map(skipped.map(({ reason }) => [reason, /** @type {string[]} */ ([])]));
  for (const { name, reason } of skipped) reasons.get(reason)?.push(name);
  return [...reasons].flatMap(([reason, names]) => [
    `Skipped: ${reason}`,
    ...names.map((name) => `  ${name}`),
  ]);
}

/** Failures, and what only passed when it was run again. @param {Report} report */
export function failureLines({ failed, unsteady }) {
  const told = (/** @type {string} */ mark, /** @type {Report['failed']} */ failures) =>
    failures.flatMap(({ name, detail }) => [
      '',
      `${mark}  ${name}`,
      ...detail.split('\n').map((line) => `  ${line}`),
    ]);
  return [...told('UNSTEADY, passed when its file was run again', unsteady), ...told('FAILED', failed)];
}
