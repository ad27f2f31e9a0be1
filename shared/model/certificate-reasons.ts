import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of certificates for registries. */
export const certificateReasons = {
  'certificate-file-missing': (p: ReasonParams) =>
    text(`There is nothing at ${p.path}.`, 'The path is one on the machine that Slipway runs on.'),
  'certificate-file-refused': (p: ReasonParams) =>
    text(`Slipway may not read ${p.path}.`, 'Let the user that runs Slipway read it, or copy it elsewhere.'),
  'certificate-file-unreadable': (p: ReasonParams) =>
    text(`${p.path} could not be read (${p.detail}).`, 'Look at the file, or choose another.'),
};
