import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { resolveLanguage, setLanguage, wordError } from '../../../renderer/i18n/index.ts';
import { zhCN } from '../../../renderer/i18n/zh-cn.ts';
import { placeTip } from '../../../renderer/ui/tooltip-layer.tsx';
import { failure } from '../../../shared/contract/failure.ts';

/** Every leaf of a catalogue with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

describe('the languages', () => {
  it('have the same words, none of them empty', () => {
    const english = leaves(en);
    const chinese = new Map(leaves(zhCN));
    expect([...chinese.keys()].sort()).toEqual(english.map(([path]) => path).sort());
    for (const [path, word] of english) {
      expect(typeof chinese.get(path), path).toBe(typeof word);
      expect(word, path).not.toBe('');
      expect(chinese.get(path), path).not.toBe('');
    }
  });

  it('fill in the same figures', () => {
    const params = new Proxy({}, { get: (_, key) => `<${String(key)}>` });
    const named = (text: string) => [...new Set(text.match(/<\w+>/g))].sort();
    for (const reason of Object.keys(en.reasons) as (keyof typeof en.reasons)[]) {
      const english = en.reasons[reason](params);
      const chinese = zhCN.reasons[reason](params);
      expect(named(chinese.message), reason).toEqual(named(english.message));
      expect(chinese.hint === undefined, reason).toBe(english.hint === undefined);
      expect(chinese.message, reason).not.toContain('undefined');
    }
  });

  it.each([
    ['en', ['zh-CN'], 'en'],
    ['system', ['zh-Hans-CN', 'en'], 'zh-CN'],
    ['system', ['de', 'en-GB'], 'en'],
    ['system', ['de', 'fr'], 'en'],
    ['zh-CN', ['en'], 'zh-CN'],
  ] as const)('a choice of %s with %j is %s', (choice, preferred, tag) => {
    expect(resolveLanguage(choice, preferred)).toBe(tag);
  });

  it('tell a whole sentence of an engine that says nothing', () => {
    const error = failure('engine-error', 'engine-error', { detail: '' });
    setLanguage('zh-CN');
    expect(wordError(error).message).toBe('引擎拒绝了请求，但没有说明原因。');
    setLanguage('en');
    expect(wordError(error).message).toBe('The engine refused, and did not say why.');
    expect(error.message).toBe('The engine refused, and did not say why.');
  });

  it('tell a failure in the language of the page', () => {
    const error = failure('conflict', 'name-taken', { name: 'web', by: 'abc' });
    setLanguage('zh-CN');
    expect(wordError(error).message).toBe('名称“web”已被 abc 使用。');
    setLanguage('en');
    expect(wordError(error).message).toBe('The name "web" is taken by abc.');
    expect(wordError({ code: 'internal', message: 'As it came.' })).toEqual({ message: 'As it came.' });
  });
});

describe('a tooltip', () => {
  const room = { width: 800, height: 600 };
  const size = { width: 100, height: 30 };

  it('stands below the middle of its anchor', () => {
    expect(placeTip({ left: 200, top: 100, bottom: 120, width: 40 }, size, room)).toEqual({ x: 170, y: 126 });
  });

  it('stands above where there is no room below, and never outside', () => {
    expect(placeTip({ left: 790, top: 570, bottom: 590, width: 10 }, size, room)).toEqual({ x: 694, y: 534 });
    expect(placeTip({ left: 0, top: 0, bottom: 20, width: 10 }, size, room).x).toBe(6);
  });
});
