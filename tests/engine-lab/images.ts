import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type LabImage, labImages } from './image-set.ts';
import { cacheDir } from './paths.ts';
import { packTar, type TarEntry } from './tar.ts';

const created = '2026-01-01T00:00:00Z';
// Spelled out, since only an engine can ask a busybox what it holds, and the lab needs no more than these.
const applets = (
  'ash awk base64 basename cat chmod chown cp cut date dd df dirname du echo env expr false find free grep gunzip ' +
  'gzip head hexdump hostname httpd id ifconfig ip kill killall ln ls md5sum mkdir mkfifo mknod mktemp mount mv nc ' +
  'netstat nslookup ping printenv printf ps pwd readlink rm rmdir route sed seq sh sha256sum sleep sort stat stty ' +
  'sync tail tar tee test timeout top touch tr true tty umount uname uniq unlink uptime usleep vi wc wget which ' +
  'whoami xargs yes'
).split(' ');

/** Loads all lab images into the engine behind `socket`, from one archive as `docker load` takes it. */
export async function loadImages(socket: string, rootDir: string): Promise<void> {
  const archive = labArchive(rootDir);
  const headers = { 'content-type': 'application/x-tar', 'content-length': String(archive.length) };
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const path = '/images/load?quiet=1';
    const outgoing = request(
      { socketPath: socket, method: 'POST', path, headers, agent: false },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          text += chunk;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(archive);
  });
  if (answer.status !== 200 || /"error"/.test(answer.text)) {
    throw new Error(`Loading the lab images: ${answer.status} ${answer.text}`);
  }
}

/** The archive of all lab images, made from a root's static busybox once and then read from the cache. */
function labArchive(rootDir: string): Buffer {
  const busyboxPath = ['usr/bin/busybox', 'bin/busybox'].map((name) => join(rootDir, name)).find(existsSync);
  if (busyboxPath === undefined) throw new Error(`No static busybox in ${rootDir}`);
  const busybox = readFileSync(busyboxPath);
  const key = digest(Buffer.from(JSON.stringify([1, digest(busybox), applets, labImages]))).slice(0, 16);
  const folder = join(cacheDir(), 'images');
  const path = join(folder, `${key}.tar`);
  if (existsSync(path)) return readFileSync(path);
  const archive = buildArchive(labImages, busybox);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, archive);
  renameSync(`${path}.${process.pid}`, path);
  return archive;
}

/** Packs images into a `docker load` archive: one config each, layers shared by content. */
export function buildArchive(images: readonly LabImage[], busybox: Uint8Array): Buffer {
  const entries = new Map<string, TarEntry>();
  const base = baseLayer(busybox);
  const manifest = images.map((image) => {
    const layers = [base, ...image.layers.map(textLayer)];
    for (const layer of layers) addFile(entries, `${digest(layer)}/layer.tar`, layer);
    const config = Buffer.from(JSON.stringify(imageConfig(image, layers.map(digest))));
    const name = `${digest(config)}.json`;
    addFile(entries, name, config);
    return {
      Config: name,
      RepoTags: [image.tag],
      Layers: layers.map((layer) => `${digest(layer)}/layer.tar`),
    };
  });
  addFile(entries, 'manifest.json', Buffer.from(JSON.stringify(manifest)));
  return packTar([...entries.values()]);
}

function imageConfig(image: LabImage, layers: readonly string[]): unknown {
  const history = layers.map((_, index) => ({
    created,
    created_by: index === 0 ? 'lab: COPY busybox /bin' : `lab: COPY layer ${index}`,
  }));
  return {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created,
    config: { Env: ['PATH=/bin'], ...image.config, ...withPath(image.config.Env) },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${layer}`) },
    history: [...history, { created, created_by: `lab: ${image.tag}`, empty_layer: true }],
  };
}

function withPath(env: readonly string[] | undefined): { Env?: string[] } {
  return env === undefined ? {} : { Env: ['PATH=/bin', ...env] };
}

function baseLayer(busybox: Uint8Array): Buffer {
  const folders = ['bin', 'etc', 'dev', 'proc', 'sys', 'root', 'var', 'run'];
  return packTar([
    ...folders.map((path) => ({ path, type: 'folder' }) as const),
    { path: 'tmp', type: 'folder', mode: 0o1777 },
    {
      path: 'etc/passwd',
      type: 'file',
      data: Buffer.from('root:x:0:0:root:/root:/bin/sh\nlab:x:1000:1000::/:/bin/sh\n'),
    },
    { path: 'etc/group', type: 'file', data: Buffer.from('root:x:0:\nlab:x:1000:\n') },
    { path: 'bin/busybox', type: 'file', data: busybox, mode: 0o755 },
    ...applets.map((name) => ({ path: `bin/${name}`, type: 'link', target: 'busybox' }) as const),
  ]);
}

function textLayer(files: Readonly<Record<string, string>>): Buffer {
  const folders = new Set(Object.keys(files).map((path) => path.slice(0, path.lastIndexOf('/'))));
  return packTar([
    ...[...folders].map((path) => ({ path, type: 'folder' }) as const),
    ...Object.entries(files).map(
      ([path, text]) =>
        ({
          path,
          type: 'file',
          data: Buffer.from(text),
          mode: path.startsWith('bin/') ? 0o755 : 0o644,
        }) as const,
    ),
  ]);
}

function addFile(entries: Map<string, TarEntry>, path: string, data: Uint8Array): void {
  entries.set(path, { path, type: 'file', data });
}

function digest(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
