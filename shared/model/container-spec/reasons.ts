import { type ReasonParams, type ReasonText, reasonText as text } from '../reason-text.ts';

/** What can be wrong with a container somebody wants, in English; part of `shared/model/reasons.ts`. */
export const specReasons = {
  // values as they are written
  'size-malformed': (p) =>
    text(`"${p.value}" is no size.`, 'Write a number and b, k, m, g or t: 512m, 1.5g, 1048576.'),
  'duration-malformed': (p) =>
    text(`"${p.value}" is no length of time.`, 'Write a number with its unit: 500ms, 30s, 1m30s, 2h.'),
  'quote-open': (p) => text(`A quote in ${p.value} is not closed.`, 'Close it with a second ".'),
  'port-malformed': (p) =>
    text(
      `"${p.value}" is no port to publish.`,
      'Write 80, 8080:80, 127.0.0.1:8080:80/udp, [::1]:8080:80, 8000-8002:80-82, or target=80,published=8080.',
    ),
  'port-impossible': (p) => text(`There is no port ${p.port}.`, 'A port is a whole number from 1 to 65535.'),
  'port-ranges-differ': (p) =>
    text(
      `The two ranges in ${p.value} are not as long as each other.`,
      'Give as many ports of the host as of the container, or a range of the host for one port of the container.',
    ),
  'mount-malformed': (p) =>
    text(
      `"${p.value}" is no mount.`,
      'Write /host/path:/path, volume:/path, /path:ro after either, or type=bind,src=/host/path,dst=/path.',
    ),
  'mount-option-unknown': (p) =>
    text(
      `${p.value} has an option that mounts of this kind do not take: ${p.option}.`,
      'Take it out. Every mount takes ro; the others depend on its kind.',
    ),
  'mount-type-unknown': (p) =>
    text(`Slipway makes no mounts of the type "${p.type}".`, 'Use bind, volume or tmpfs.'),
} satisfies Record<string, (p: ReasonParams) => ReasonText>;
