import type { LabEngine } from '../engine-lab/types.ts';

/** Removes the containers, volumes and networks whose names have this prefix, and what images were tagged so. */
export async function removeAll(engine: LabEngine, prefix: string): Promise<void> {
  const lines = async (args: readonly string[]): Promise<string[]> =>
    (await engine.dockerOk(args)).split('\n').filter((line) => line !== '');
  const named = (names: readonly string[]): string[] => names.filter((name) => name.startsWith(prefix));
  const containers = named(await lines(['ps', '-a', '--format', '{{.Names}}']));
  if (containers.length > 0) await engine.docker(['rm', '-f', '-v', ...containers]);
  const [volumes, networks, images] = await Promise.all([
    lines(['volume', 'ls', '--format', '{{.Name}}']),
    lines(['network', 'ls', '--format', '{{.Name}}']),
    lines(['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']),
  ]);
  const tags = images.filter((tag) => tag.replace(/^localhost\//, '').startsWith(prefix));
  if (named(volumes).length > 0) await engine.docker(['volume', 'rm', ...named(volumes)]);
  if (named(networks).length > 0) await engine.docker(['network', 'rm', ...named(networks)]);
  if (tags.length > 0) await engine.docker(['image', 'rm', ...tags]);
}
