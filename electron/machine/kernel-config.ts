/** How a kernel has an option: built in, as a module, or not; null where it does not tell. */
export type KernelOption = 'built-in' | 'module' | 'no' | null;

/** An option of a kernel by its configuration, as `/proc/config.gz` and `/boot/config-*` have it. */
export function kernelOption(config: string | null, option: string): KernelOption {
  if (config === null) return null;
  const value = new RegExp(`^${option}=(.*)$`, 'm').exec(config)?.[1];
  if (value === 'y') return 'built-in';
  if (value === 'm') return 'module';
  return 'no';
}

/** Whether a list such as `modules.dep` or `modules.builtin` has a module; both spell `-` and `_` as they like. */
export function hasModule(listing: string, module: string): boolean {
  const spelled = module.replaceAll('_', '[-_]');
  return new RegExp(`(?:^|/)${spelled}\\.ko(?:\\.(?:gz|xz|zst))?(?::|$)`, 'm').test(listing);
}
