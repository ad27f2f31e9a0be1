import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of editing a container by replacement. */
export const replaceReasons = {
  'cannot-replace': (p: ReasonParams) =>
    text(
      `${p.name} is ${p.state}: it cannot be replaced.`,
      'Unpause it, or wait until it has stopped; then edit it.',
    ),
  'replace-task': (p: ReasonParams) =>
    text(
      `${p.name} belongs to the service ${p.service}: the swarm would undo the change.`,
      'Change the service instead (docker service update); the swarm replaces its containers.',
    ),
  'replace-auto-remove': (p: ReasonParams) =>
    text(
      `${p.name} removes itself when it stops (--rm): it could not be put back if its replacement failed.`,
      'Run a changed one beside it, and stop this one yourself.',
    ),
  'pause-docker': (p: ReasonParams) =>
    text(
      `The network of ${p.name} stays its own: this is for Docker, whose restore needs it.`,
      'Podman restores containers with their network (podman container restore).',
    ),
  'pause-no-network': (p: ReasonParams) =>
    text(
      `${p.name} has no network of its own (${p.mode}): there is none to give away.`,
      'It can be restored as it is.',
    ),
  'pause-machine': (p: ReasonParams) =>
    text(
      `There is no pause program for this machine (${p.machine}).`,
      'Run a container that waits yourself, and this one with --network container:NAME.',
    ),
  'nothing-to-change': (p: ReasonParams) =>
    text(`Nothing would be different: ${p.name} is like that already.`, 'Change something first.'),
  'image-missing': (p: ReasonParams) =>
    text(`The image ${p.image} is not on this engine.`, `Pull it first: docker pull ${p.image}`),
  'replacement-exited': (p: ReasonParams) =>
    text(
      `The replacement of ${p.name} did not keep running; its exit code was ${p.code}.`,
      'Check what was changed: command, variables and mounts first.',
    ),
  'replacement-unhealthy': (p: ReasonParams) =>
    text(
      `The replacement of ${p.name} fails its health check: ${p.detail}`,
      'Check what was changed, or the health check itself.',
    ),
  'replacement-not-healthy': (p: ReasonParams) =>
    text(
      `The replacement of ${p.name} was not healthy within ${p.seconds} s.`,
      'Give it more time if it starts slowly, or check what was changed.',
    ),
  'replacement-not-removed': (p: ReasonParams) =>
    text(
      `The replacement ${p.name} could not be removed.`,
      'Remove it by hand: docker rm -f, then its name.',
    ),
  'replacement-unfinished': (p: ReasonParams) =>
    text(
      `An earlier replacement of ${p.name} is not settled yet.`,
      'Wait until its original is back. If it cannot be put back, do what that notice says, then dismiss it.',
    ),
  'original-gone': (p: ReasonParams) =>
    text(
      `The original of ${p.name} (${p.id}) is not there any more.`,
      'Somebody removed it meanwhile. Its replacement was not touched: use that, or create the container again.',
    ),
  'restart-not-put-back': (p: ReasonParams) =>
    text(
      `The original of ${p.name} could not be given its restart policy (${p.policy}) again.`,
      `Start it and give it back by hand: docker update --restart ${p.policy} ${p.name}.`,
    ),
  'replacement-moved': (p: ReasonParams) =>
    text(
      `The replacement of ${p.name} is called ${p.now} now: somebody renamed it, so it was not removed.`,
      'Keep the one that you want under the name, and remove the other by hand.',
    ),
  'original-not-running': (p: ReasonParams) =>
    text(
      `The original of ${p.name} has its name again, but ended as soon as it was started.`,
      'Look at its log, and start it by hand.',
    ),
};
