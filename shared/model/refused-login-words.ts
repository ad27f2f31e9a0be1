import type { Language } from './desktop-words.ts';

interface RefusedWords {
  readonly title: (registry: string) => string;
  readonly detail: string;
}

const words: Readonly<Record<Language, RefusedWords>> = {
  en: {
    title: (registry) => `${registry} refuses your login`,
    detail: 'It was changed or has expired. Log in again to pull and push.',
  },
  'zh-CN': {
    title: (registry) => `${registry} 拒绝了您的登录`,
    detail: '登录信息已更改或已过期。请重新登录以便拉取和推送。',
  },
};

const nameOf = (host: string): string => (host === 'docker.io' ? 'Docker Hub' : host);

/** What is said of a kept login that a registry refuses, on the page and in a notification. */
export function refusedLoginTitle(host: string, language: Language): string {
  return words[language].title(nameOf(host));
}

export function refusedLoginDetail(language: Language): string {
  return words[language].detail;
}
