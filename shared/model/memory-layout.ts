import type { Restored } from '../contract/checkpoints.ts';

/**
 * Where the kernel put the memory of a process: data, heap, stack, arguments. With address space randomisation two
 * starts of a program differ in it, while a restored process has it back to the byte.
 * From `/proc/PID/stat`, fields 26 to 28 and 45 to 50 of proc(5). Empty where it does not tell (zeros, for another user).
 */
export function memoryLayout(stat: string): string {
  // The name of the program stands in parentheses and may hold anything.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
  const field = (number: number) => fields[number - 3] ?? '';
  const stack = field(28);
  const heap = field(47);
  if (!/^[1-9]\d*$/.test(stack) || !/^[1-9]\d*$/.test(heap)) return '';
  return [26, 27, 28, 45, 46, 47, 48, 50].map(field).join(' ');
}

/** What two layouts say of a restore: of the process that was frozen, and of the one that runs now. Empty where unknown. */
export function judgeLayouts(
  before: string,
  after: string,
  running: boolean,
): Pick<Restored, 'outcome' | 'evidence'> {
  if (!running)
    return { outcome: 'unproved', evidence: 'The engine says that it restored it; it ended at once.' };
  if (before === '' || after === '') {
    const why =
      before === ''
        ? 'nothing was noted when the checkpoint was made'
        : 'its process cannot be looked at from here';
    return { outcome: 'unproved', evidence: `The engine says that it restored it; ${why}.` };
  }
  return before === after
    ? {
        outcome: 'resumed',
        evidence:
          'Data, heap, stack and arguments of its first process are at the addresses they had when it was frozen.',
      }
    : {
        outcome: 'fresh',
        evidence: 'The memory of its first process is laid out anew: it was started, not restored.',
      };
}
