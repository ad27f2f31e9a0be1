import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** What is wrong with a name, as the end of a sentence. */
const problems: Readonly<Record<string, string>> = {
  empty: 'it is empty',
  capitals: 'a repository has no capital letters',
  registry: 'its registry is no host name',
  repository: 'a repository has small letters and digits, with single ".", "_", "__" or "-" between them',
  tag: 'a tag has up to 128 letters, digits, "_", "." and "-", and begins with none of the last two',
  digest: 'its digest is no sum',
  'no-digest': 'a digest has no place here, only a tag',
  'no-tag': 'for all tags of a repository it has neither a tag nor a digest',
  'too-long': 'it is longer than 255 characters',
  'like-an-id': 'it looks like the id of an image',
  trash: 'that repository belongs to the trash of Slipway',
};

const faults: Readonly<Record<string, (entry: string) => string>> = {
  'no-images': () => 'it holds no list of images (manifest.json or index.json)',
  garbled: (entry) => `${entry} cannot be read`,
  missing: (entry) => `${entry} is missing`,
  changed: (entry) => `${entry} is damaged`,
};

/** Failures about images. */
export const imageReasons = {
  'image-name-malformed': (p: Params) =>
    text(
      `"${p.name}" is no name of an image: ${problems[p.problem ?? ''] ?? p.problem}.`,
      'Write it as registry.example:5000/team/app:1, the registry and the tag left out where they are not needed.',
    ),
  'image-name-taken': (p: Params) =>
    text(
      `${p.name} is the name of another image (${p.by}).`,
      'Choose another tag, or agree that the name moves to this image.',
    ),
  'image-no-platform': (p: Params) =>
    text(
      `${p.image} is not made for ${p.platform || 'the platform of this engine'}.`,
      'Ask for another platform, or look at the page of the registry which there are.',
    ),
  'registry-login-needed': (p: Params) =>
    text(
      `The registry does not let you have ${p.image}.`,
      'Log in to it, with an account that may, and try again.',
    ),
  'push-failed': (p: Params) =>
    text(
      `${p.image} was not pushed: ${p.detail}`,
      'Check the name and whether the registry can be reached from the engine.',
    ),
  'images-built-on': (p: Params) =>
    text(`Other images were built on ${p.names}.`, 'Remove those first, or together with it.'),
  'images-gone': () => text('None of these images exists any more.', 'Look at the list again.'),
  'load-not-images': (p: Params) =>
    text(
      `This tar holds no images that can be loaded: ${faults[p.why ?? '']?.(p.entry ?? '') ?? p.why}. Nothing was loaded.`,
      'Save the images again, or copy the file again. A root filesystem is imported instead of loaded.',
    ),
  'load-refused': (p: Params) =>
    text(`The engine did not load the tar: ${p.detail}`, 'Look at the list for what it loaded before that.'),
  'import-refused': (p: Params) =>
    text(
      `The engine did not import the tar: ${p.detail}`,
      'Check the changes: each is an instruction such as CMD ["sh"] or ENV A=1.',
    ),
  'import-of-images': () =>
    text(
      'This tar holds images, not a root filesystem. Nothing was imported.',
      'Load it instead: it is what docker save writes.',
    ),
};
