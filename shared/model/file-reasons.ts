import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** Why a tar is refused, as the end of a sentence. */
const dangers: Readonly<Record<string, string>> = {
  absolute: 'its name is absolute',
  leaves: 'its name leads out of the folder with ..',
  'link-leaves': 'it is a link that leads out of the folder',
  'through-link': 'it would be written through a link of the same archive',
  device: 'it is neither file, folder, link nor pipe',
  name: 'its name is none',
};

/** Failures about the files of a container. */
export const fileReasons = {
  'path-malformed': (p: Params) =>
    text(
      `"${p.path}" is no path inside of a container.`,
      'Begin with / and use names between slashes: no . or .. between them, 4096 bytes at the most.',
    ),
  'file-unknown': (p: Params) =>
    text(
      `There is nothing at ${p.path}.`,
      'It may have been removed meanwhile, or be a link that leads nowhere. Look at the folder above.',
    ),
  'link-broken': (p: Params) =>
    text(
      `${p.path} is a link that leads nowhere.`,
      'Look at what it names: it does not exist in this container.',
    ),
  'not-a-folder': (p: Params) =>
    text(`${p.path} is no folder.`, 'Open the folder it lies in, or download it.'),
  'not-downloadable': (p: Params) =>
    text(`${p.path} is neither a file nor a folder.`, 'A device, pipe or socket has no content to save.'),
  'name-bytes': (p: Params) =>
    text(
      `This engine does not hand over ${p.path}: bytes of its name are no UTF-8.`,
      'Download the folder it is in, or update the engine.',
    ),
  'files-read-only': (p: Params) =>
    text(
      `${p.path} is read-only: nothing was written.`,
      'The container was created with a read-only filesystem or mount. Choose a folder on a writable mount, or create the container again without --read-only or :ro.',
    ),
  'files-in-tmpfs': (p: Params) =>
    text(
      `${p.path} is in memory (tmpfs), where the engine cannot write from outside: nothing was written.`,
      'Choose another folder, or copy it there in a terminal of the container.',
    ),
  'files-exist': (p: Params) =>
    text(`Already there: ${p.names}. Nothing was written.`, 'Agree to replace them, or choose other names.'),
  'upload-name': (p: Params) =>
    text(
      `"${p.name}" cannot be the name of a file.`,
      'A name has no / and no NUL, is not . or .., and has 255 bytes at the most.',
    ),
  'upload-twice': (p: Params) =>
    text(
      `${p.name} was given twice.`,
      'Send one at a time: of two files of one name only one would be left.',
    ),
  'upload-too-many': (p: Params) =>
    text(
      `The archive has ${p.count} files; up to ${p.limit} are checked and unpacked at once. Nothing was written.`,
      'Unpack it in parts, or use docker cp.',
    ),
  'upload-out-of-turn': () =>
    text('The upload did not keep to its order. Nothing was written.', 'Reload the page and try again.'),
  'upload-not-tar': (p: Params) =>
    text(
      `This is no archive that can be unpacked: ${p.detail}. Nothing was written.`,
      'Use a tar, or a tar packed with gzip. Others can be uploaded as files.',
    ),
  'tar-unsafe': (p: Params) =>
    text(
      `The entry ${p.entry} was refused: ${dangers[p.why ?? ''] ?? p.why}. Nothing was written.`,
      'Pack the archive again with relative names and links that stay inside of it.',
    ),
  'spool-failed': (p: Params) =>
    text(
      `The upload could not be kept in ${p.path}: ${p.detail}. Nothing was written.`,
      'Free some space there, or set TMPDIR to a folder that has it.',
    ),
};
