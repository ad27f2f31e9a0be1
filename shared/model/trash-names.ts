/** Containers in the trash have names that begin so; the engine's own tools show them, too. */
const trashPrefix = 'slipway-trash-';
/** Images in the trash have one tag, in a repository below this one. */
const trashRepository = 'slipway-trash/';

/** `20261121T094100Z`: a time as part of a name, to the second. */
function stampOf(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** The name of a container while it is in the trash: `slipway-trash-20261121T094100Z-web`. */
export function trashName(name: string, at: Date): string {
  return `${trashPrefix}${stampOf(at)}-${name}`;
}

/** The tag of an image while it is in the trash: `slipway-trash/3f2a1b0c9d8e:20261121T094100Z`. */
export function trashTag(imageId: string, at: Date): string {
  return `${trashRepository}${imageId.replace(/^sha256:/, '').slice(0, 12)}:${stampOf(at)}`;
}

export function isTrashName(name: string): boolean {
  return name.startsWith(trashPrefix);
}

/** Also as Podman writes it, with a registry in front. */
export function isTrashTag(tag: string): boolean {
  return /^(?:localhost\/|docker\.io\/)?slipway-trash\//.test(tag);
}

/** Whether a name or tag, as the engine tells it, is the one that was given. */
export function isHiddenAs(hidden: string, now: string): boolean {
  return hidden !== '' && (now === hidden || (isTrashTag(now) && now.endsWith(`/${hidden}`)));
}

/** What a container in the trash was called; the whole name where it is not one of ours. */
export function nameBeforeTrash(name: string): string {
  return /^slipway-trash-\d{8}T\d{6}Z-(.+)$/.exec(name)?.[1] ?? name;
}
