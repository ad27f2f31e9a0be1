import type { Language } from './desktop-words.ts';
import { type ExitMeaning, exitMeaning } from './exit-codes.ts';

/** What is said of a crash, on the page and in a notification. */
export interface CrashWords {
  readonly crashed: (name: string) => string;
  readonly outOfMemory: (name: string) => string;
  /** It crashed so many times in a row. */
  readonly again: (name: string, count: number) => string;
  /** The exit code and, in a sentence, its meaning. */
  readonly cause: (code: number, meaning: string) => string;
  readonly meaning: (meaning: ExitMeaning) => string;
}

const english: CrashWords = {
  crashed: (name) => `${name} crashed`,
  outOfMemory: (name) => `${name} ran out of memory`,
  again: (name, count) => `${name} keeps crashing: ${count} times`,
  cause: (code, meaning) => `Exit code ${code}. ${meaning}`,
  meaning: (meaning) => {
    switch (meaning.kind) {
      case 'done':
        return 'It ended without an error.';
      case 'failed':
        return 'The program ended with an error of its own.';
      case 'engine-failed':
        return 'The engine could not run it.';
      case 'not-executable':
        return 'Its command was found but cannot be executed.';
      case 'not-found':
        return 'Its command was not found in the image.';
      case 'out-of-memory':
        return 'It used more memory than it may, and was killed.';
      case 'out-of-range':
        return 'Its exit status is out of range, often -1.';
      case 'signal':
        return englishSignals[meaning.signal]?.(meaning.signal) ?? `It was ended by ${meaning.signal}.`;
    }
  },
};

const englishSignals: Readonly<Record<string, (signal: string) => string>> = {
  SIGKILL: (signal) =>
    `It was killed by ${signal}, and not through the engine: often because the machine ran out of memory.`,
  SIGSEGV: (signal) => `Segmentation fault (${signal}): it touched memory that is not its own.`,
  SIGABRT: (signal) => `It aborted itself (${signal}), as programs do when a check of their own fails.`,
  SIGBUS: (signal) => `Bus error (${signal}): it touched memory that is not there.`,
  SIGFPE: (signal) => `Arithmetic error (${signal}), such as a division by zero.`,
  SIGILL: (signal) => `Illegal instruction (${signal}): it may be built for another processor.`,
  SIGTRAP: (signal) => `It stopped at a breakpoint or a check of its runtime (${signal}).`,
  SIGSYS: (signal) => `It made a system call that is not allowed (${signal}).`,
  SIGPIPE: (signal) => `It wrote to something that nobody reads any more (${signal}).`,
  SIGINT: (signal) => `It was interrupted (${signal}, Ctrl+C), and not through the engine.`,
  SIGTERM: (signal) => `It was asked to end by ${signal}, and not through the engine.`,
};

const chinese: CrashWords = {
  crashed: (name) => `${name} 崩溃了`,
  outOfMemory: (name) => `${name} 内存不足`,
  again: (name, count) => `${name} 反复崩溃：${count} 次`,
  cause: (code, meaning) => `退出代码 ${code}。${meaning}`,
  meaning: (meaning) => {
    switch (meaning.kind) {
      case 'done':
        return '正常结束。';
      case 'failed':
        return '程序因自身错误而结束。';
      case 'engine-failed':
        return '引擎无法运行它。';
      case 'not-executable':
        return '找到了命令，但无法执行。';
      case 'not-found':
        return '镜像中找不到该命令。';
      case 'out-of-memory':
        return '使用的内存超出上限，已被终止。';
      case 'out-of-range':
        return '退出状态超出范围，通常为 -1。';
      case 'signal':
        return chineseSignals[meaning.signal]?.(meaning.signal) ?? `被信号 ${meaning.signal} 终止。`;
    }
  },
};

const chineseSignals: Readonly<Record<string, (signal: string) => string>> = {
  SIGKILL: (signal) => `被 ${signal} 终止，且并非通过引擎：通常是因为机器内存不足。`,
  SIGSEGV: (signal) => `段错误（${signal}）：访问了不属于它的内存。`,
  SIGABRT: (signal) => `程序自行中止（${signal}），通常是自身检查失败所致。`,
  SIGBUS: (signal) => `总线错误（${signal}）：访问了不存在的内存。`,
  SIGFPE: (signal) => `算术错误（${signal}），例如除以零。`,
  SIGILL: (signal) => `非法指令（${signal}）：可能是为其他处理器构建的。`,
  SIGTRAP: (signal) => `停在断点或运行时的检查处（${signal}）。`,
  SIGSYS: (signal) => `进行了不被允许的系统调用（${signal}）。`,
  SIGPIPE: (signal) => `写入了已无人读取的管道（${signal}）。`,
  SIGINT: (signal) => `被中断（${signal}，Ctrl+C），且并非通过引擎。`,
  SIGTERM: (signal) => `被 ${signal} 要求结束，且并非通过引擎。`,
};

export const crashWords: Readonly<Record<Language, CrashWords>> = { en: english, 'zh-CN': chinese };

interface Told {
  name: string;
  count: number;
  exitCode: number;
  oomKilled: boolean;
}

/** What happened, in a line. */
export function crashTitle({ name, count, exitCode, oomKilled }: Told, words: CrashWords): string {
  if (count > 1) return words.again(name, count);
  return oomKilled && exitCode !== 0 ? words.outOfMemory(name) : words.crashed(name);
}

/** Exit code and what it means. */
export function crashCause({ exitCode, oomKilled }: Told, words: CrashWords): string {
  return words.cause(exitCode, words.meaning(exitMeaning(exitCode, oomKilled)));
}
