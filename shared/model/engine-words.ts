import type { EngineExit } from '../contract/managed.ts';
import type { Language } from './desktop-words.ts';

interface EngineWords {
  start: string;
  switch: string;
  starting: string;
  failed: string;
  crashed: string;
  again: (attempt: number) => string;
  exit: (exit: EngineExit) => string;
}

/** What the desktop says of an engine of this machine. */
export const engineWords: Readonly<Record<Language, EngineWords>> = {
  en: {
    start: 'Start the engine',
    switch: 'Stop or restart the engine…',
    starting: 'The engine is starting…',
    failed: 'The engine was not started',
    crashed: 'The engine ended by itself',
    again: (attempt) => `It is started again (attempt ${attempt}).`,
    exit: ({ cause, code, signal }) => {
      if (cause === 'oom') return 'The machine had no memory left.';
      if (signal !== null) return `It was killed by ${signal}.`;
      return code === null ? '' : `Exit code ${code}.`;
    },
  },
  'zh-CN': {
    start: '启动引擎',
    switch: '停止或重启引擎…',
    starting: '引擎正在启动…',
    failed: '引擎未能启动',
    crashed: '引擎自行结束',
    again: (attempt) => `正在重新启动（第 ${attempt} 次）。`,
    exit: ({ cause, code, signal }) => {
      if (cause === 'oom') return '机器内存不足。';
      if (signal !== null) return `它被 ${signal} 终止。`;
      return code === null ? '' : `退出代码 ${code}。`;
    },
  },
};
