import type { Words } from '../../i18n/index.ts';
import { Part } from '../../ui/part.ts';

export interface RegistriesTab {
  /** Last part of its address: `#/registries/certificates`. */
  id: keyof Words['registries']['tab'];
  part: Part;
}

/** The parts of the page Registries, in order. */
export const registriesTabs: readonly RegistriesTab[] = [
  {
    id: 'certificates',
    part: new Part(async () => (await import('./certificates/certificates-tab.tsx')).CertificatesTab),
  },
  { id: 'logins', part: new Part(async () => (await import('./login/logins-tab.tsx')).LoginsTab) },
  { id: 'browse', part: new Part(async () => (await import('./browse/browse-tab.tsx')).BrowseTab) },
  { id: 'doctor', part: new Part(async () => (await import('./doctor/doctor-tab.tsx')).DoctorTab) },
];
