import { z } from 'zod';
import { answer, call } from './define.ts';

/** Who listens on a port. */
export type PortHolder =
  | { kind: 'container'; id: string; name: string }
  /** `pid` and `command` as the machine of the engine has them; hostile text. */
  | { kind: 'process'; pid: number; command: string }
  /** Something Slipway may not look into. */
  | { kind: 'unnamed' };

/**
 * `open`: the container has it. `free`: it will have it when started. `taken`: somebody else has it. `unknown`: the machine
 * of the engine is another one.
 */
export type PortStatus = 'open' | 'free' | 'taken' | 'unknown';

export interface PublishedPort {
  containerId: string;
  containerName: string;
  running: boolean;
  /** Empty for every address. */
  hostIp: string;
  hostPort: number;
  containerPort: number;
  protocol: 'tcp' | 'udp' | 'sctp';
  status: PortStatus;
  holder: PortHolder | null;
  /** Where a browser finds it; null where it is not TCP, not open, or not of a machine that is known. */
  url: string | null;
}

export interface HostAccess {
  /** Whether `host-gateway` is known to this engine. */
  supported: boolean;
  /** The version it takes. */
  needs: string;
  version: string;
  kind: 'docker' | 'podman';
}

export const portMembers = {
  ports: call(
    'Published ports of all containers, and who holds each that is taken',
    z.strictObject({}),
    answer<PublishedPort[]>(),
  ),
  hostAccess: call(
    'Whether containers of this engine can be given host.docker.internal',
    z.strictObject({}),
    answer<HostAccess>(),
  ),
};
