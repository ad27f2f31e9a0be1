import type { Language } from '../../shared/model/desktop-words.ts';
import { refusedLoginDetail, refusedLoginTitle } from '../../shared/model/refused-login-words.ts';
import type { Notice } from './act.ts';

/** What a notification says of a login that a registry refuses, and the route a click on it leads to. */
export function refusedLoginNotice(host: string, language: Language): Notice & { route: string } {
  return {
    title: refusedLoginTitle(host, language),
    body: refusedLoginDetail(language),
    route: `/registries/logins?host=${encodeURIComponent(host)}`,
  };
}
