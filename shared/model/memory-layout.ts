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
