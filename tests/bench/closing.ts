/** Makes something usable with `await using`, so that what a benchmark opened is closed however it ends. */
export function closing<T extends object>(
  value: T,
  close: (value: T) => void | Promise<void>,
): T & AsyncDisposable {
  return Object.assign(value, { [Symbol.asyncDispose]: async () => close(value) });
}
