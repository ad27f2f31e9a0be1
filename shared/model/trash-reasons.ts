import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** Failures about the trash. */
export const trashReasons = {
  'trash-unknown': (p: Params) =>
    text(
      `There is nothing ${p.id} in the trash.`,
      'It was put back or emptied meanwhile. Look at the list again.',
    ),
  'trash-gone': (p: Params) =>
    text(
      `${p.name} is no longer on the engine.`,
      'Somebody removed it with another tool: it cannot be put back. Empty it to take it off the list.',
    ),
  'trash-busy': (p: Params) =>
    text(`${p.name} is being put back by another Slipway.`, 'Wait until that is done.'),
  'trash-moved': (p: Params) =>
    text(
      `${p.name} lost its place in the trash while it was being put there.`,
      'Another tool changed its tags. Look at the list of images, and try again.',
    ),
  'trash-kind': (p: Params) =>
    text(
      `The trash keeps containers and images; this is a ${p.kind}.`,
      'Back a volume up first if its data may be needed. Networks and build cache are made again when needed.',
    ),
  'trash-empty': () =>
    text('There is nothing to empty.', 'Look at the list again: it may have been emptied.'),
  'trash-volumes': () =>
    text(
      'Volumes are not put into the trash, and those of a kept container stay with it.',
      'Ask for either: keep the containers, or remove their volumes as well.',
    ),
  'trash-in-use': (p: Params) =>
    text(
      `${p.name} is past its time, and is in use: it stays.`,
      'Stop or remove what uses it, or put it back. It goes once nothing uses it.',
    ),
  'images-in-use': (p: Params) =>
    text(`Containers use ${p.names}.`, 'Remove those containers first: an image in use stays.'),
  'only-not-keepable': (p: Params) =>
    text(
      `${p.names} runs with --rm and would be gone as soon as it is stopped.`,
      'Remove it without keeping it, or create it again without --rm.',
    ),
};
