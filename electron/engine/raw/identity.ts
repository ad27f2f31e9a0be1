import type { EngineIdentity, EngineInfo, EngineVersion } from '../../../shared/contract/engine.ts';
import type { EngineClient } from '../client.ts';
import type { Handshake } from '../handshake.ts';
import { flag, isoFromText, list, num, record, text, texts } from './fields.ts';

/** Who this engine is, from `/info`. Podman makes up a new ID at each call, so its host and data root stand for it. */
export function engineIdentity(
  info: unknown,
  shake: Omit<Handshake, 'client'> & { client: Pick<EngineClient, 'apiVersion'> },
): EngineIdentity {
  const raw = record(info);
  const stable = `${text(raw.Name)}:${text(raw.DockerRootDir)}`;
  return {
    id: shake.kind === 'podman' ? `podman:${stable}` : text(raw.ID) || `unnamed:${stable}`,
    name: text(raw.Name) || 'engine',
    kind: shake.kind,
    version: shake.version || text(raw.ServerVersion),
    apiVersion: shake.client.apiVersion,
    serverApiVersion: shake.serverApiVersion,
    minApiVersion: shake.minApiVersion,
    os: text(raw.OperatingSystem) || text(raw.OSType),
    arch: text(raw.Architecture),
    cpus: num(raw.NCPU),
    memoryBytes: num(raw.MemTotal),
    experimental: flag(raw.ExperimentalBuild),
  };
}

/** The engine's clock in `/info`, ms since the epoch. */
export function systemTimeMs(info: unknown): number | null {
  const iso = isoFromText(record(info).SystemTime);
  return iso === undefined ? null : Date.parse(iso);
}

export function engineInfo(info: unknown, version: string): EngineInfo {
  const raw = record(info);
  const swarm = record(raw.Swarm);
  const nodeId = text(swarm.NodeID);
  return {
    id: text(raw.ID),
    name: text(raw.Name),
    version: text(raw.ServerVersion) || version,
    operatingSystem: text(raw.OperatingSystem),
    kernelVersion: text(raw.KernelVersion),
    architecture: text(raw.Architecture),
    cpus: num(raw.NCPU),
    memoryBytes: num(raw.MemTotal),
    rootDir: text(raw.DockerRootDir),
    storageDriver: text(raw.Driver),
    loggingDriver: text(raw.LoggingDriver),
    cgroupDriver: text(raw.CgroupDriver),
    cgroupVersion: text(raw.CgroupVersion),
    containers: {
      total: num(raw.Containers),
      running: num(raw.ContainersRunning),
      paused: num(raw.ContainersPaused),
      stopped: num(raw.ContainersStopped),
    },
    images: num(raw.Images),
    swarm: { state: text(swarm.LocalNodeState) || 'inactive', ...(nodeId === '' ? {} : { nodeId }) },
    runtimes: Object.keys(record(raw.Runtimes)).sort(),
    defaultRuntime: text(raw.DefaultRuntime),
    securityOptions: texts(raw.SecurityOptions),
    experimental: flag(raw.ExperimentalBuild),
    liveRestore: flag(raw.LiveRestoreEnabled),
    labels: texts(raw.Labels),
    warnings: texts(raw.Warnings),
    systemTime: isoFromText(raw.SystemTime) ?? '',
  };
}

export function engineVersion(version: unknown, negotiated: string): EngineVersion {
  const raw = record(version);
  const optional = {
    kernelVersion: text(raw.KernelVersion),
    gitCommit: text(raw.GitCommit),
    goVersion: text(raw.GoVersion),
    buildTime: text(raw.BuildTime),
  };
  return {
    version: text(raw.Version),
    apiVersion: text(raw.ApiVersion),
    minApiVersion: text(raw.MinAPIVersion),
    negotiated,
    os: text(raw.Os),
    arch: text(raw.Arch),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
    components: list(raw.Components).map((part) => ({
      name: text(record(part).Name),
      version: text(record(part).Version),
    })),
  };
}
