import type { LabEngine } from '../engine-lab/types.ts';

type Row = Readonly<Record<string, string>>;

/** What `docker system df` says, each figure as it prints it. */
export interface DockerDf {
  totals: Row[];
  images: Row[];
  containers: Row[];
  volumes: Row[];
  buildCache: Row[];
}

/** Asks the docker CLI that belongs to the engine: of the same release where the lab has its root, else the lab's own. */
export async function dockerDf(engine: LabEngine): Promise<DockerDf> {
  const run = async (args: readonly string[]): Promise<string> => {
    if (engine.kind === 'podman' || engine.pid === 0) return engine.dockerOk(args);
    const { code, stdout, stderr } = await engine.exec(['docker', '-H', engine.host, ...args]);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const [totals, verbose] = await Promise.all([
    run(['system', 'df', '--format', '{{json .}}']),
    run(['system', 'df', '-v', '--format', '{{json .}}']),
  ]);
  const objects: Record<'Images' | 'Containers' | 'Volumes' | 'BuildCache', Row[] | null> =
    JSON.parse(verbose);
  return {
    totals: totals.split('\n').map((line): Row => JSON.parse(line)),
    images: objects.Images ?? [],
    containers: objects.Containers ?? [],
    volumes: objects.Volumes ?? [],
    buildCache: objects.BuildCache ?? [],
  };
}

/** `units.HumanSizeWithPrecision` of docker/go-units: powers of 1000, so many significant digits. */
export function humanSize(bytes: number, digits = 4): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${Number(value.toPrecision(digits))}${units[step]}`;
}
