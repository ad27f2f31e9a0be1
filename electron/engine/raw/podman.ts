import { list, record, text } from './fields.ts';

/** Whether an engine's `/version` is Podman's. */
export function isPodman(version: unknown): boolean {
  return list(record(version).Components).some((part) => /podman/i.test(text(record(part).Name)));
}
