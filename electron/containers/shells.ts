import { hasFile } from '../engine/api/exec.ts';
import type { EngineClient } from '../engine/client.ts';

/** Best first. Each name where distributions, Nix-free images and debug images of distroless put it. */
const places = [
  '/bin/bash',
  '/usr/bin/bash',
  '/usr/local/bin/bash',
  '/bin/sh',
  '/usr/bin/sh',
  '/bin/ash',
  '/usr/bin/ash',
  '/busybox/sh',
] as const;

/** The best shell in a container's files; null where it has none. Nothing is run to find out. */
export async function findShell(
  client: EngineClient,
  containerId: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const there = await Promise.all(places.map((place) => hasFile(client, containerId, place, signal)));
  return places.find((_, at) => there[at]) ?? null;
}
