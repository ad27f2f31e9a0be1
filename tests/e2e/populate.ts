import type { LabEngine } from '../engine-lab/types.ts';

export const longName = 'a-name-of-sixty-characters-as-generated-by-some-tool-0123456';

/** Containers in every state a person meets, for looking at pages. Resolves once health is known. */
export async function populate(engine: LabEngine): Promise<void> {
  const project = (name: string) => ['--label', `com.docker.compose.project=${name}`];
  await engine.dockerOk(['run', '-d', '--name', 'web', '-p', '8090:80', ...project('shop'), 'lab/web:1']);
  await engine.dockerOk(['run', '-d', '--name', 'api', ...project('shop'), 'lab/healthy:1']);
  await engine.dockerOk(['run', '-d', '--name', 'payments', ...project('shop'), 'lab/sick:1']);
  await engine.dockerOk(['run', '-d', '--name', 'crashed', 'lab/crash:1']);
  await engine.dockerOk(['run', '-d', '--name', 'looping', '--restart', 'always', 'lab/crash:1']);
  await engine.dockerOk(['run', '-d', '--name', 'frozen', 'lab/graceful:1']);
  await engine.dockerOk(['pause', 'frozen']);
  await engine.dockerOk([
    'create',
    '--name',
    'fresh',
    '-p',
    '127.0.0.1:9000-9004:9000-9004/udp',
    'lab/busybox:1',
  ]);
  await engine.dockerOk(['run', '-d', '--name', longName, '-v', 'lab-data:/data', 'lab/volume:1']);
  const deadline = Date.now() + 20_000;
  while ((await engine.dockerOk(['inspect', '-f', '{{.State.Health.Status}}', 'payments'])) !== 'unhealthy') {
    if (Date.now() > deadline) throw new Error('payments did not become unhealthy within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
