/** @typedef {import('../../tests/support/report.ts').Report} Report */

/** @type {Report} */
export const nothing = { passed: 0, failed: [], skipped: [] };

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

/** @param {Report} report */
export function failureLines({ failed }) {
  return failed.flatMap(({ name, detail }) => [
    '',
    `FAILED  ${name}`,
    ...detail.split('\n').map((line) => `  ${line}`),
  ]);
}
