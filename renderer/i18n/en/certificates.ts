/** The certificates of registries. */
export const certificates = {
  emptyTitle: 'No certificates',
  emptyText:
    'A registry with an own CA, or one that asks for a client certificate, is pulled from once its files are here.',
};

/** The page Registries. */
export const registries = {
  tabs: 'Parts of the registries',
  tab: { certificates: 'Certificates' },
};
