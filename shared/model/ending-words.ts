import type { EndingCertificate } from '../contract/registry-certificates.ts';
import type { Language } from './desktop-words.ts';

interface EndingWords {
  readonly title: (registry: string, ended: boolean) => string;
  readonly detail: (days: number) => string;
}

const words: Readonly<Record<Language, EndingWords>> = {
  en: {
    title: (registry, ended) =>
      ended ? `The certificate for ${registry} has ended` : `The certificate for ${registry} ends soon`,
    detail: (days) =>
      days < 0
        ? 'The registry refuses it from now on. Ask who issued it for a new one.'
        : `${days === 0 ? 'It ends today.' : days === 1 ? 'It ends in 1 day.' : `It ends in ${days} days.`} Ask who issued it for a new one.`,
  },
  'zh-CN': {
    title: (registry, ended) => (ended ? `${registry} 的证书已到期` : `${registry} 的证书即将到期`),
    detail: (days) =>
      days < 0
        ? '镜像仓库将拒绝它。请向签发者索取新证书。'
        : `${days === 0 ? '今天到期。' : `${days} 天后到期。`}请向签发者索取新证书。`,
  },
};

/** What is said of a certificate that ends, on the page and in a notification. */
export function endingTitle({ registry, expiry }: EndingCertificate, language: Language): string {
  return words[language].title(registry, expiry === 'ended');
}

export function endingDetail({ daysLeft }: EndingCertificate, language: Language): string {
  return words[language].detail(daysLeft);
}
