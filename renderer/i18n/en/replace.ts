import type { ChangedField, PlanStep } from '../../../shared/contract/plans.ts';
import { settingsSteps } from './settings-plan.ts';

const fields: Record<ChangedField, string> = {
  image: 'Image',
  command: 'Command',
  env: 'Variable',
  ports: 'Port',
  mounts: 'Mount',
  labels: 'Label',
  restart: 'Restart policy',
  memory: 'Memory limit',
  cpus: 'CPU limit',
  user: 'User',
  workdir: 'Folder',
  health: 'Health check',
  'stop-signal': 'Stop signal',
  network: 'Network',
};

const steps: Record<PlanStep, string> = {
  checking: 'Looking at the container again…',
  creating: 'Creating the replacement…',
  stopping: 'Stopping the original…',
  starting: 'Starting the replacement…',
  waiting: 'Waiting until the replacement is good…',
  renaming: 'Swapping the names…',
  removing: 'Removing the original…',
  'putting-back': 'Putting the original back…',
  ...settingsSteps,
};

const seconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);
const list = (names: readonly string[]): string => names.join(', ');

/** Part of the words of the plan dialog. */
export const replacementWarnings = {
  compose: (names: readonly string[]): string =>
    `Belongs to the project ${list(names)}: docker compose up makes it anew from its file, without this change. Change the file, too.`,
  'image-moved': (names: readonly string[]): string =>
    `${list(names)} names another image by now. The replacement keeps the very image it has; enter the name to take the newer one.`,
  'shares-network': (names: readonly string[]): string =>
    `Uses the network of this container and loses it: ${list(names)}. Restart or replace it afterwards.`,
  'written-goes': (sizes: readonly string[]): string =>
    `It wrote ${list(sizes)} outside of its volumes. That is not in the replacement and goes with the original, unless you keep that.`,
  'written-kept': (sizes: readonly string[]): string =>
    `It wrote ${list(sizes)} outside of its volumes. That is not in the replacement: the original is kept, so that it is not lost.`,
  'unmeasured-goes': (names: readonly string[]): string =>
    `How much ${list(names)} wrote outside of its volumes is not known. That is not in the replacement and goes with the original, unless you keep that.`,
  'unmeasured-kept': (names: readonly string[]): string =>
    `How much ${list(names)} wrote outside of its volumes is not known. That is not in the replacement: the original is kept, so that nothing is lost.`,
};

export const replace = {
  action: 'Edit…',
  actionName: 'Edit',
  title: (name: string): string => `Edit ${name}`,
  text: 'A container cannot be changed once it is made. A changed one takes its place; if that is no good, the original comes back.',
  loading: 'Reading the container…',
  failed: 'It cannot be edited',
  plan: 'Show plan',
  image: 'Image',
  imageNote: 'It must be on the engine.',
  imageMissing: 'Name an image.',
  env: 'Environment',
  envName: (place: number): string => `Name of variable ${place}`,
  envValue: (place: number): string => `Value of variable ${place}`,
  envAdd: 'Add variable',
  envRemove: (name: string): string => `Remove variable ${name}`,
  envReveal: 'Show values that look secret',
  envNameWrong: 'A name without = is needed.',
  envTwice: (name: string): string => `${name} is there twice.`,
  ports: 'Published ports',
  portHost: (place: number): string => `Host port ${place}`,
  portHostNote: 'empty: any',
  portIp: (place: number): string => `Address for port ${place}`,
  portIpNote: 'all addresses',
  portContainer: (place: number): string => `Container port ${place}`,
  portProtocol: (place: number): string => `Protocol of port ${place}`,
  portAdd: 'Add port',
  portRemove: (port: string): string => `Remove port ${port}`,
  portHostWrong: 'A host port is a number from 1 to 65535, a range such as 8000-8010, or empty.',
  portContainerWrong: 'A container port is a number from 1 to 65535.',
  portIpWrong: 'An address is an IP address of the host, or empty.',
  portTwice: (port: string): string => `${port} is there twice.`,
  mounts: 'Mounts',
  mountType: (place: number): string => `Kind of mount ${place}`,
  mountTypes: { bind: 'Folder of the host', volume: 'Volume', tmpfs: 'Memory (tmpfs)' },
  mountSource: (place: number): string => `Source of mount ${place}`,
  mountSourceNotes: { bind: '/path/on/the/host', volume: 'name; empty: a new one' },
  mountTarget: (place: number): string => `Target of mount ${place}`,
  mountReadOnly: (place: number): string => `Mount ${place} read-only`,
  readOnly: 'read-only',
  mountAdd: 'Add mount',
  mountRemove: (target: string): string => `Remove mount ${target}`,
  mountTargetWrong: 'A target is an absolute path inside of the container, such as /data.',
  mountBindWrong: 'A folder of the host is an absolute path, such as /srv/data.',
  mountVolumeWrong: 'The name of a volume is made of letters, digits, _ . or -.',
  mountTwice: (target: string): string => `${target} is mounted twice.`,
  restart: 'Restart policy',
  restarts: {
    no: 'Never',
    always: 'Always',
    'unless-stopped': 'Unless stopped',
    'on-failure': 'When it fails',
  },
  nothingYet: 'none',
  wait: 'Seconds it must run to count as good',
  waitHealth: 'Seconds it may take to become healthy',
  waitWrong: 'A whole number from 1 to 3600.',
  keepOld: 'Keep the original, stopped and under another name',
  writtenNote: (size: string): string =>
    `It wrote ${size} outside of its volumes, which only the original has.`,
  mendFirst: 'Mend what is marked first',

  planTitle: (name: string): string => `replace ${name}`,
  planText: 'Nothing has been touched yet. If anything fails, the original is put back as it was.',
  changes: 'What changes',
  columns: { field: 'Field', before: 'Before', after: 'After' },
  fields,
  absent: '–',
  byImage: 'comes with the image',
  stops: (name: string, stop: number, wait: number, health: boolean): string =>
    `${name} stops: for up to ${seconds(stop)} until it has ended, then until its replacement has started. The replacement counts as good once it ${
      health ? `is healthy, within ${seconds(wait)}` : `has run for ${seconds(wait)}`
    }; until then the original waits, stopped.`,
  staysStopped: (name: string): string => `${name} does not run: nothing stops, and nothing is started.`,
  temporary: (temporary: string): string => `The replacement is made as ${temporary}.`,
  kept: (aside: string): string => `The original is kept, stopped, as ${aside}.`,
  removed: (aside: string): string =>
    `The original is called ${aside} after the swap, and removed last. Its volumes stay.`,
  takenOff: (policy: string): string =>
    `While it is aside it has no restart policy (now: ${policy}): else the engine could start it beside its replacement.`,
  steps,
  stepsTitle: 'Progress',
  stop: 'Stop and put back',

  seen: 'Understood',
  left: {
    pending: (name: string): string => `The replacement of ${name} was cut off`,
    stuck: (name: string): string => `${name} could not be put back`,
    'put-back': (name: string): string => `${name} was put back`,
    'old-left': (name: string): string => `${name} was replaced; the original is still there`,
  },
  leftText: {
    pending: (): string => 'The original is put back as soon as its engine answers.',
    stuck: (name: string, aside: string, temporary: string): string =>
      `Look for the original as ${name} or ${aside}, and for its replacement as ${temporary}: rename and start the one, remove the other.`,
    'put-back': (): string =>
      'Slipway or the engine ended while it was being replaced. The original is as it was.',
    'old-left': (_name: string, aside: string): string =>
      `It is stopped and called ${aside}. Remove it if you do not need it.`,
  },
};
