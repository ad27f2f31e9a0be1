import type { CheckVerdict, PreflightKey } from '../contract/checkpoints.ts';

type Params = Readonly<Record<string, string>>;

export interface CheckText {
  /** What was found, and what it means. */
  meaning: string;
  /** What to do about it; empty where there is nothing to do. */
  fix: string;
}

/** The words of a check in one language: one entry a key, so that a missing one is a type error. */
export type CheckWords = Readonly<Record<PreflightKey, (verdict: CheckVerdict, p: Params) => CheckText>>;

const say = (meaning: string, fix = ''): CheckText => ({ meaning, fix });

export const checkWordsInEnglish: CheckWords = {
  platform: (verdict, p) =>
    verdict === 'ok'
      ? say(`${p.engine} can make checkpoints over the Docker API.`)
      : say(
          `${p.engine} has no checkpoints in the Docker API.`,
          'With Podman use podman container checkpoint on its machine. Windows containers cannot be checkpointed.',
        ),
  experimental: (verdict) =>
    verdict === 'ok'
      ? say('Experimental features are on.')
      : say(
          'The engine runs without experimental features, and checkpoints are one.',
          'Put "experimental": true into daemon.json and restart the engine.',
        ),
  criu: (verdict, p) => {
    if (verdict === 'ok') return say(`CRIU ${p.version} is there, and finds all it needs in the kernel.`);
    if (verdict === 'unknown')
      return say(
        'Whether CRIU works on the machine of the engine cannot be seen from here; it shows when it is tried.',
      );
    if (p.version === '')
      return say(
        'CRIU, which freezes and thaws processes, is not installed on the machine of the engine.',
        'Install the package criu there (Debian: apt install criu). The engine need not be restarted.',
      );
    return say(
      `CRIU ${p.version} does not work on this kernel: ${p.detail}`,
      'Install a newer CRIU; each kernel needs one made after it.',
    );
  },
  runtime: (verdict, p) =>
    verdict === 'ok'
      ? say(`The runtime ${p.runtime} supports checkpoints.`)
      : say(
          `Nobody tried checkpoints with the runtime ${p.runtime}.`,
          'If it fails, run the container with runc.',
        ),
  running: (verdict, p) =>
    verdict === 'ok'
      ? say(`${p.name} is ${p.state}.`)
      : say(`${p.name} is ${p.state}: there are no processes to freeze.`, 'Start it first.'),
  tty: (verdict) =>
    verdict === 'ok'
      ? say('It has no terminal.')
      : say('It has a terminal. Its processes go on, who was attached is not attached again.'),
  connections: (verdict, p) => {
    if (verdict === 'ok') return say('No TCP connection is open.');
    if (verdict === 'unknown') return say('Whether TCP connections are open cannot be seen from here.');
    if (verdict === 'warning')
      return say(`TCP connections are open (${p.connections}); CRIU is told to keep them.`);
    return say(
      `TCP connections are open: ${p.connections}. The engine does not ask CRIU to keep them, and it refuses.`,
      'Close them first; or put the line tcp-established into /etc/criu/runc.conf on the machine of the engine.',
    );
  },
  listening: (verdict, p) => {
    if (verdict === 'ok') return say('Sockets that wait for connections can be kept.');
    if (verdict === 'unknown') return say('Whether it has network sockets cannot be seen from here.');
    return say(
      `It has network sockets (${p.sockets}), and CRIU ${p.version} cannot save any on Linux ${p.kernel}.`,
      'Install CRIU 4.2 or newer on the machine of the engine.',
    );
  },
  mounts: (verdict, p) => {
    if (verdict === 'ok') return say('What it mounts needs no care.');
    if (verdict === 'problem')
      return say(
        `It mounts a socket of the host (${p.sockets}): an open connection to it cannot be saved.`,
        'Try it all the same if nothing is connected to it now.',
      );
    return say(
      `Files in ${p.mounts} are not in a checkpoint: a restored process finds them as they are then.`,
      'Leave them as they are until it is restored.',
    );
  },
  devices: (verdict, p) =>
    verdict === 'ok'
      ? say('It uses no devices.')
      : say(
          `It uses devices (${p.devices}), whose state CRIU cannot save.`,
          'Run it without them to checkpoint it.',
        ),
  security: (verdict, p) =>
    verdict === 'ok'
      ? say(`Its seccomp profile (${p.profile}) is restored with it.`)
      : say(`Its security options (${p.profile}) may keep CRIU from restoring it.`),
  cgroup: (verdict, p) =>
    verdict === 'ok'
      ? say(`Control groups of version ${p.version} are saved and restored.`)
      : say(`The engine tells no version of control groups.`),
  'auto-remove': (verdict) =>
    verdict === 'ok'
      ? say('It stays when it stops.')
      : say(
          'It removes itself when it stops (--rm), and its checkpoints with it.',
          'Let it run on when you freeze it.',
        ),
  'restart-policy': (verdict, p) =>
    verdict === 'ok'
      ? say('The engine does not start it by itself.')
      : say(
          `The engine starts it by itself (${p.policy}), afresh, as soon as the checkpoint has stopped it. Slipway takes the policy off before, and puts it back with the restore.`,
        ),
  network: (verdict, p) =>
    verdict === 'ok'
      ? say(`Its network (${p.mode}) can be restored by Docker ${p.engine}.`)
      : say(
          `Docker ${p.engine} cannot restore a container with a network of its own (${p.mode}): from 28.0 on it fails at /proc/0/ns/net.`,
          'Give its network to a pause container (containers.replace with pauseNetwork): addresses, ports and names stay. Or run it with --network host, or in the network of another container that keeps running.',
        ),
  files: (verdict, p) =>
    verdict === 'ok'
      ? say('It has changed no files of its image.')
      : say(
          `It has written files of its own (${p.count}). They are not in the checkpoint: they stay with the container, and a clone gets a copy.`,
        ),
};
