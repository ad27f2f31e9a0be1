import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { pack } from 'tar-stream';
import { parseAddress } from '../../electron/engine/address.ts';
import { findEngineHost } from '../../electron/engine/engine-host.ts';

type Docker = (...args: string[]) => Promise<string>;

/** Names of 200 bytes and of no ASCII letter. */
const long = 'n'.repeat(200);

/** Fills a volume with what a copy is likely to lose: modes, owners, links, holes, odd names, times, a file of so many MB. */
export async function fillRichly(docker: Docker, volume: string, megabytes: number): Promise<void> {
  const script = [
    'cd /v',
    'echo program > setuid; chown 1234:5678 setuid; chmod 4755 setuid',
    'ln setuid hard-link; ln -s setuid symlink; ln -s ../../etc/passwd leaving; ln -s /nowhere dangling',
    'mkdir -p sticky/empty deep/er/est; chmod 1777 sticky; chmod 2750 deep; chown 77:88 deep',
    ': > zero; mkfifo pipe; chmod 600 pipe',
    'echo secret > private; chmod 400 private; chown 999:999 private',
    `echo long > ${long}; mkdir -p deep/${long}; echo x > deep/${long}/${long}`,
    'echo wide > \'日本語 ñ "quoted"\'; echo tab > "$(printf \'tab\\there\')"; echo dash > ./-dash',
    `head -c ${megabytes}000000 /dev/urandom > large`,
    'dd if=/dev/zero of=holes bs=1 count=1 seek=20000000 2>/dev/null',
    'touch -d "2001-02-03 04:05:06" setuid zero sticky/empty',
    // Last: a new entry changes the folder's own time.
    'chown 4321:8765 .; chmod 2751 .; touch -d "2002-03-04 05:06:07" .',
  ].join(' && ');
  await docker('run', '--rm', '-v', `${volume}:/v`, 'lab/busybox:1', 'sh', '-c', script);
}

/** Everything a container sees of a volume: a line for each entry, then the hashes and link targets. */
export async function fingerprint(docker: Docker, volume: string): Promise<string> {
  const script = [
    'cd /v',
    'find . | sort | while IFS= read -r f; do stat -c \'%n|%a|%u|%g|%F|%h|%Y\' "$f"; done',
    'find . -type f | sort | while IFS= read -r f; do sha256sum "$f"; done',
    'find . -type l | sort | while IFS= read -r f; do readlink "$f"; done',
    '[ setuid -ef hard-link ] && echo linked',
  ].join('; ');
  return docker('run', '--rm', '-v', `${volume}:/v:ro`, 'lab/busybox:1', 'sh', '-c', script);
}

async function parentOf(host: string, docker: Docker, volume: string): Promise<string> {
  const found = await findEngineHost(parseAddress(host));
  if (found === null) throw new Error('the engine is not on this machine');
  return found.path(posix.dirname(await docker('volume', 'inspect', '-f', '{{.Mountpoint}}', volume)));
}

/** Gives a file of a volume extended attributes: no shell of the lab can. */
export async function addAttributes(host: string, docker: Docker, volume: string): Promise<void> {
  const tar = spawn('tar', [
    '-xf',
    '-',
    '--xattrs',
    '--xattrs-include=*',
    '-C',
    await parentOf(host, docker, volume),
  ]);
  const archive = pack();
  const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex').toString('latin1');
  // Its types do not know of the records.
  const header = {
    name: '_data/attributed',
    mode: 0o750,
    pax: {
      'SCHILY.xattr.user.note': 'größe',
      'SCHILY.xattr.trusted.kept': 'yes',
      'SCHILY.xattr.security.capability': capability,
    },
  };
  archive.entry(header, 'with attributes\n');
  archive.finalize();
  await pipeline(archive, tar.stdin);
  const [code] = tar.exitCode === null ? await once(tar, 'close') : [tar.exitCode];
  if (code !== 0) throw new Error(`tar ended with ${code}`);
}

/** Names and values of all extended attributes in a volume, as GNU tar writes them down. */
export async function attributes(host: string, docker: Docker, volume: string): Promise<string[]> {
  const parent = await parentOf(host, docker, volume);
  const { stdout } = await promisify(execFile)(
    'tar',
    [
      '-cf',
      '-',
      '--format=pax',
      '--sort=name',
      '--xattrs',
      '--xattrs-include=*',
      '-C',
      parent,
      '_data/attributed',
    ],
    { encoding: 'latin1', maxBuffer: 1 << 20 },
  );
  return [...stdout.matchAll(/SCHILY\.xattr\.[^\n]*/g)].map(([record]) => record).sort();
}
