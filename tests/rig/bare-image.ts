import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTar } from '../engine-lab/tar.ts';
import type { LabEngine } from '../engine-lab/types.ts';

/** Makes an image without any shell: two programs, `/sleep` and `/cat`, and nothing else. */
export async function makeBareImage(engine: LabEngine, tag: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-bare-'));
  try {
    const source = (await engine.dockerOk(['create', 'lab/busybox:1'])).trim();
    const file = join(folder, 'busybox');
    await engine.dockerOk(['cp', `${source}:/bin/busybox`, file]);
    await engine.dockerOk(['rm', source]);
    const data = await readFile(file);
    const archive = join(folder, 'image.tar');
    await writeFile(
      archive,
      packTar([
        { path: 'sleep', type: 'file', data, mode: 0o755 },
        { path: 'cat', type: 'file', data, mode: 0o755 },
      ]),
    );
    await engine.dockerOk(['import', '--change', 'CMD ["/sleep", "100000"]', archive, tag]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
