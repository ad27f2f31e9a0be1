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
  'network-malformed': (p) =>
    text(
      `"${p.value}" is no network.`,
      'Write its name, host, none, container:NAME, or name=shop,alias=db,ip=10.0.0.2.',
    ),
  'env-line-malformed': (p) =>
    text(
      `A line of the env file is no variable: ${p.line}`,
      'Write NAME=value, one a line; # begins a comment.',
    ),
  // a docker run line
  'line-empty': () => text('There is nothing to read.', 'Paste a line that begins with docker run.'),
  'line-not-run': (p) =>
    text(
      `This is no docker run line: it says "${p.command}".`,
      'It has to begin with docker run, docker create, docker container run or podman run.',
    ),
  'line-no-image': () =>
    text('The line names no image.', 'The image is the first word after the flags: docker run -d nginx.'),
  'line-quote-open': (p) => text(`A quote is not closed: ${p.quote}`, 'Add the closing one.'),
  'line-operator': (p) =>
    text(
      `The line goes on with another command after ${p.operator}.`,
      `Paste one docker run command alone. If ${p.operator} belongs to it, put quotes around that word.`,
    ),
  'flag-unknown': (p) =>
    text(
      `There is no flag ${p.flag}.`,
      p.nearest ? `Did you mean ${p.nearest}?` : 'Check the spelling, or leave it out.',
    ),
  'flag-unsupported': (p) =>
    text(`Slipway cannot set ${p.flag}.`, 'Leave it out, or use the docker command line for this container.'),
  'flag-needs-value': (p) => text(`${p.flag} needs a value.`, `Write it after the flag: ${p.flag} VALUE.`),
  'flag-not-a-number': (p) => text(`${p.flag} takes a number, not "${p.value}".`, 'Write digits only.'),
  'flag-value': (p) => text(`"${p.value}" is nothing ${p.flag} takes.`, `It takes ${p.allowed}.`),
  'line-file-needed': (p) =>
    text(`The line takes more from the file ${p.file}.`, 'Slipway cannot see that file: choose it here.'),
  'line-value-from-shell': (p) =>
    text(
      `${p.name} was to get its value from the shell; it is empty here.`,
      'Fill in the value that the shell would have given.',
    ),
  'line-variable-kept': (p) =>
    text(
      `${p.variable} stays as it is written: there is no shell here that would replace it.`,
      'Replace it with what it stands for.',
    ),
  'line-flag-of-terminal': (p) =>
    text(`${p.flag} is left out: it only concerns the terminal the line was typed in.`),
  // fields
  'image-needed': () => text('An image is needed.', 'Name one, such as nginx:1.27.'),
  'image-malformed': (p) =>
    text(
      `"${p.image}" is no name of an image.`,
      'Write registry/repository:tag in small letters, such as nginx, nginx:1.27 or registry.example:5000/team/app:2.',
    ),
  'image-will-be-pulled': (p) => text(`${p.image} is not on this engine; it is pulled first.`),
  'image-not-here': (p) =>
    text(
      `${p.image} is not on this engine.`,
      'Pull it first (slipway watch images.pull), or ask for it to be pulled.',
    ),
  'image-not-found': (p) =>
    text(
      `No registry gives out ${p.image}.`,
      'Check the spelling and the tag. A private repository looks the same until you are logged in (docker login).',
    ),
  'pull-failed': (p) =>
    text(
      `${p.image} could not be pulled: ${p.detail}`,
      'Check that the registry can be reached from the host of the engine, and try again.',
    ),
  'image-other-platform': (p) =>
    text(
      `${p.image} is made for ${p.has}, not for ${p.wanted}.`,
      'Pull it for the wanted platform, or leave the platform out.',
    ),
  'name-malformed': (p) =>
    text(
      `A container cannot be called "${p.name}".`,
      'Use two or more letters, digits, _ . or -, starting with a letter or digit.',
    ),
  'env-name-malformed': (p) =>
    text(`"${p.name}" is no name of a variable.`, 'A name is not empty and has no = in it.'),
  'label-nameless': () => text('A label needs a name.', 'Write name=value.'),
  'port-twice': (p) =>
    text(`Port ${p.port} of the host is published twice.`, 'Give each its own port of the host.'),
  'ports-without-use': (p) =>
    text(
      `With the network ${p.network} no ports are published.`,
      'What listens in the container listens on that network itself. Leave the ports out, or take another network.',
    ),
  'mount-target-relative': (p) =>
    text(`"${p.target}" is no path inside a container.`, 'It has to begin with / and be more than that.'),
  'mount-target-twice': (p) => text(`Two mounts go to ${p.target}.`, 'Give each a path of its own.'),
  'mount-source-relative': (p) =>
    text(
      `"${p.source}" is no whole path.`,
      "Write the whole path on the engine's host, beginning with /. A volume is named by its name alone.",
    ),
  'mount-source-made': (p) =>
    text(`If ${p.source} is not on the engine's host, it is made as an empty folder.`),
  'mount-source-missing': (p) =>
    text(
      `There is no ${p.source} on the engine's host.`,
      'Make it there first, or write the mount with -v (source:target), which makes an empty folder.',
    ),
  'volume-name-malformed': (p) =>
    text(
      `A volume cannot be called "${p.name}".`,
      'Use two or more letters, digits, _ . or -, or a whole path that begins with /.',
    ),
  'volume-will-be-made': (p) => text(`There is no volume ${p.name}; it is made.`),
  'network-unknown': (p) =>
    text(
      `There is no network "${p.name}".`,
      'Make it first (docker network create), or choose one that is there.',
    ),
  'network-not-attachable': (p) =>
    text(
      `Containers cannot join the network ${p.name}: it is for services.`,
      'Use an overlay network that was made with --attachable.',
    ),
  'network-twice': (p) => text(`The network ${p.name} stands here twice.`, 'Once is enough.'),
  'network-not-with-others': (p) =>
    text(`${p.name} cannot be joined together with other networks.`, 'Take it alone, or leave it out.'),
  'network-without-settings': (p) =>
    text(
      `On the network ${p.name} a container gets no aliases or addresses of its own.`,
      'Use a network that you made (docker network create).',
    ),
  'network-join-failed': (p) =>
    text(
      `The container could not join ${p.network}, so it was removed again: ${p.detail}`,
      'Check that network, or leave it out.',
    ),
  'address-malformed-ip': (p) => text(`"${p.address}" is no IP address.`, 'Write 192.0.2.1 or 2001:db8::1.'),
  'address-outside': (p) =>
    text(`${p.address} is not in the network ${p.network} (${p.subnets}).`, 'Choose an address out of it.'),
  'figure-too-small': (p) => text(`${p.value} is too small: at least ${p.least}.`),
  'figure-out-of-range': (p) => text(`${p.value} is not between ${p.from} and ${p.to}.`),
  'swap-without-memory': () =>
    text('A limit on swap needs a limit on memory.', 'Set the memory too, or leave the swap out.'),
  'swap-below-memory': () =>
    text(
      'Memory and swap together are less than the memory alone.',
      'Make it at least as much as the memory; -1 is no limit.',
    ),
  'cpus-too-many': (p) =>
    text(`The engine's host has ${p.available} cores, not ${p.cpus}.`, `Ask for at most ${p.available}.`),
  'remove-or-restart': () =>
    text(
      'A container cannot both restart and be removed when it ends.',
      'Choose one: a restart policy, or removal at the end.',
    ),
  'signal-malformed': (p) =>
    text(`"${p.value}" is no signal.`, 'Write a name such as SIGTERM, or its number.'),
  'hostname-malformed': (p) => text(`"${p.value}" is no host name.`, 'Use letters, digits, - and . only.'),
  'log-driver-unknown': (p) => text(`The engine has no log driver "${p.driver}".`, `It has ${p.known}.`),
  'runtime-unknown': (p) => text(`The engine has no runtime "${p.runtime}".`, `It has ${p.known}.`),
  'made-not-started': (p) =>
    text(
      `${p.name} was made but did not start: ${p.detail}`,
      'The container is there, stopped: put right what is wrong and start it, or remove it.',
    ),
  'removed-not-started': (p) =>
    text(
      `${p.name} did not start and was removed again, as asked: ${p.detail}`,
      'Put right what is wrong and run it again.',
    ),
} satisfies Record<string, (p: ReasonParams) => ReasonText>;
