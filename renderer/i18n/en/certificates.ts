import { certificateWordsInEnglish } from '../../../shared/model/certificate-words.ts';

/** The certificates of registries. */
export const certificates = {
  checks: certificateWordsInEnglish,
  planTitle: (registries: readonly string[]): string =>
    `remove the certificates of ${registries.length === 1 ? registries[0] : `${registries.length} registries`}`,
  emptyTitle: 'No certificates',
  emptyText:
    'A registry with an own CA, or one that asks for a client certificate, is pulled from once its files are here.',
};

/** The page Registries. */
export const registries = {
  tabs: 'Parts of the registries',
  tab: { certificates: 'Certificates' },
};
