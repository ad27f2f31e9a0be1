import type { MachineCheck } from '../../shared/contract/machine.ts';

const words: Readonly<Record<MachineCheck['status'], string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'PROBLEM',
  unknown: 'unknown',
};

/** The checks for people: a word, what was looked at, what was seen, and what to do where something is wrong. */
export function doctorTable(checks: readonly MachineCheck[]): string {
  const width = Math.max(...Object.values(words).map((word) => word.length));
  const indent = ' '.repeat(width + 2);
  const lines = checks.flatMap(({ status, title, evidence, meaning, fix }) => {
    // What is well needs no more than its line.
    const told = status === 'warning' || status === 'problem';
    return [
      `${words[status].padEnd(width)}  ${plain(title)}${evidence === '' || told ? '' : `: ${plain(evidence)}`}`,
      ...(evidence === '' || !told ? [] : [`${indent}${plain(evidence)}`]),
      ...(told ? [`${indent}${plain(meaning)}`] : []),
      ...(fix === undefined || fix.text === '' || !told ? [] : [`${indent}-> ${plain(fix.text)}`]),
      ...(fix?.command === undefined || !told ? [] : [`${indent}   ${plain(fix.command)}`]),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** Evidence quotes engines and files: control characters in it must not reach the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
