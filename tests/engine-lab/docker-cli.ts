import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './paths.ts';
import { isProvisioned, rootPath } from './roots.ts';
import { runCommand } from './run-command.ts';
import type { CommandOptions, CommandResult } from './types.ts';

const plugins = ['docker-buildx', 'docker-compose'];

/**
 * Path of a script that runs the trixie root's docker CLI (with buildx and compose) on this machine: never a docker
 * of the machine's PATH, never the developer's configuration. Name an engine with `-H`, or with
 * SLIPWAY_LAB_DOCKER_HOST; without either it reaches none. SLIPWAY_LAB_DOCKER_CONFIG names another config folder.
 */
export function labDockerPath(): string {
  const root = rootPath('trixie');
  const config = labDockerConfig();
  const cli = join(cacheDir(), 'bin', 'docker');
  writeScript(cli, [
    'unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION DOCKER_AUTH_CONFIG',
    `export DOCKER_CONFIG="\${SLIPWAY_LAB_DOCKER_CONFIG:-${config}}"`,
    `export DOCKER_HOST="\${SLIPWAY_LAB_DOCKER_HOST:-unix:///nonexistent/name-an-engine-with-H.sock}"`,
    `exec ${loader(root)} --argv0 docker ${root}/usr/bin/docker "$@"`,
  ]);
  for (const plugin of plugins) {
    writeScript(join(config, 'cli-plugins', plugin), [
      `exec ${loader(root)} --argv0 "$0" ${root}/usr/libexec/docker/cli-plugins/${plugin} "$@"`,
    ]);
  }
  return cli;
}

/** The lab's own docker configuration folder: nothing in it but the CLI plugins. */
function labDockerConfig(): string {
  return join(cacheDir(), 'docker-config');
}

/** Runs the lab's docker CLI against an engine, e.g. `runDocker('unix:///...', ['ps'])`. */
export function runDocker(
  host: string,
  args: readonly string[],
  options?: CommandOptions,
): Promise<CommandResult> {
  if (isProvisioned('trixie')) return runCommand(labDockerPath(), ['-H', host, ...args], options);
  // An external engine (SLIPWAY_TEST_ENGINE) is used where roots cannot be made: there the machine's CLI serves,
  // without its owner's configuration.
  const env = {
    DOCKER_CONFIG: labDockerConfig(),
    DOCKER_TLS_VERIFY: '',
    DOCKER_API_VERSION: '',
    ...options?.env,
  };
  return runCommand('docker', ['-H', host, ...args], { ...options, env });
}

/** Runs a program of another Debian release by its own loader and libraries. */
function loader(root: string): string {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const name = process.arch === 'arm64' ? 'ld-linux-aarch64.so.1' : 'ld-linux-x86-64.so.2';
  return `${root}/usr/lib/${triplet}/${name} --library-path ${root}/usr/lib/${triplet}`;
}

const written = new Set<string>();

function writeScript(path: string, lines: readonly string[]): void {
  if (written.has(path)) return;
  mkdirSync(join(path, '..'), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(temporary, 0o755);
  renameSync(temporary, path);
  written.add(path);
}
