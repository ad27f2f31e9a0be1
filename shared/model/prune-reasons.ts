import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** Failures of prunes, schedules, operations and reports. */
export const pruneReasons = {
  'label-malformed': (p: Params) =>
    text(`"${p.value}" is no label to look for.`, 'Use key or key=value, such as stage=test.'),
  'size-malformed': (p: Params) =>
    text(`"${p.value}" is no size.`, 'Use bytes, or a number with a unit, such as 500MB or 10GB.'),
  'keep-without-cache': () =>
    text(
      'A size to keep is meant for the build cache, which is not to be pruned.',
      'Add build-cache to the kinds, or leave keepStorage out.',
    ),
  'plan-file-unreadable': (p: Params) =>
    text(`The plan file ${p.path} cannot be read: ${p.detail}.`, 'Check its name and permissions.'),
  'schedule-unknown': (p: Params) =>
    text(`There is no schedule ${p.id}.`, 'It may have been removed meanwhile. Look at the list again.'),
  'schedules-unreadable': (p: Params) =>
    text(
      `The schedules cannot be read from ${p.path}: ${p.detail}. Nothing runs by itself.`,
      'Mend that file, or move it away and make the schedules again.',
    ),
  'operation-unknown': (p: Params) =>
    text(
      `There is no operation ${p.id}.`,
      'It was forgotten, or Slipway was restarted since. Its report is kept: see operations.reports.',
    ),
  'report-unknown': (p: Params) =>
    text(`There is no report ${p.id}.`, 'The newest hundred are kept: see operations.reports.'),
  'report-unwritable': (p: Params) =>
    text(
      `The report could not be kept in ${p.path}: ${p.detail}.`,
      'What is shown is all there is of it: copy it. Then check the free space and the permissions of that folder.',
    ),
};
