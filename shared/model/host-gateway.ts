import type { EngineKind } from '../contract/engine.ts';

/** The version of an engine that brought `host-gateway`, by which a container finds its host. */
export const gatewayNeeds = (kind: EngineKind): string => (kind === 'podman' ? '4.7.0' : '20.10.0');

/** Whether an engine knows `host-gateway`: one that does not refuses each container that wants it. */
export function hasHostGateway({ kind, version }: { kind: EngineKind; version: string }): boolean {
  return isAtLeast(version, gatewayNeeds(kind));
}

/** Whether a version such as `26.1.5+dfsg1` is another one or newer. */
export function isAtLeast(version: string, wanted: string): boolean {
  const numbers = (text: string) => (/^v?(\d+(?:\.\d+)*)/.exec(text)?.[1] ?? '0').split('.').map(Number);
  const [own, least] = [numbers(version), numbers(wanted)];
  for (let at = 0; at < least.length; at += 1) {
    const apart = (own[at] ?? 0) - (least[at] ?? 0);
    if (apart !== 0) return apart > 0;
  }
  return true;
}
