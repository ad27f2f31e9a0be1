import { describe, expect, it } from 'vitest';
import { reasons as reasonsInChinese } from '../../../renderer/i18n/zh-cn/reasons.ts';
import { type Reason, type ReasonParams, reasonsInEnglish } from '../../../shared/model/reasons.ts';

describe('the catalogues of reasons', () => {
  for (const reason of Object.keys(reasonsInEnglish) as Reason[]) {
    it(`${reason} has words and the same values in both languages`, () => {
      const english = valuesOf(reasonsInEnglish[reason]);
      const chinese = valuesOf(reasonsInChinese[reason]);
      expect(chinese.names).toEqual(english.names);
      expect(english.message).not.toBe('');
      expect(chinese.message).toMatch(/[\u4e00-\u9fff]/);
    });
  }
});

/** The message, and the names of the values that the wording asks for, learnt by handing it values that remember. */
function valuesOf(word: (params: ReasonParams) => { message: string }): { message: string; names: string[] } {
  const names = new Set<string>();
  const params = new Proxy<ReasonParams>(
    {},
    { get: (_, name) => `<${names.add(String(name)) && String(name)}>` },
  );
  return { message: word(params).message, names: [...names].sort() };
}
