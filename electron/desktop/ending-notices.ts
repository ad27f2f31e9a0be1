import type { EndingCertificate } from '../../shared/contract/registry-certificates.ts';
import type { Language } from '../../shared/model/desktop-words.ts';
import { endingDetail, endingTitle } from '../../shared/model/ending-words.ts';
import type { Notice } from './act.ts';

/** What a notification says of a certificate that ends, and the route a click on it leads to. */
export function endingNotice(ending: EndingCertificate, language: Language): Notice & { route: string } {
  return {
    title: endingTitle(ending, language),
    body: endingDetail(ending, language),
    route: '/registries/certificates',
  };
}
