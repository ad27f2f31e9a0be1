/** Containers in the trash have names that begin so; the engine's own tools show them, too. */
const trashPrefix = 'slipway-trash-';

export function isTrashName(name: string): boolean {
  return name.startsWith(trashPrefix);
}

/** Of an image in the trash: its one tag. Also as Podman writes it, with a registry in front. */
export function isTrashTag(tag: string): boolean {
  return /^(?:localhost\/|docker\.io\/)?slipway-trash\//.test(tag);
}
