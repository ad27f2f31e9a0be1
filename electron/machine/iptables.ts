/** What a chain does: its policy, and where its rules lead. */
export interface Chain {
  policy: string;
  /** Targets of its rules, in order. */
  targets: string[];
}

/** Reads `iptables -S CHAIN`; null where it is no such list. */
export function readChain(listing: string, chain: string): Chain | null {
  let policy: string | null = null;
  const targets: string[] = [];
  for (const line of listing.split('\n')) {
    const [command, name, ...rest] = line.trim().split(/\s+/);
    if (name !== chain) continue;
    if (command === '-P') policy = rest[0] ?? null;
    else if (command === '-A') {
      const at = rest.findIndex((one) => one === '-j' || one === '-g' || one === '--jump');
      const target = at < 0 ? undefined : rest[at + 1];
      if (target !== undefined) targets.push(target);
    }
  }
  return policy === null ? null : { policy, targets };
}

/** Chains of engines that let packets of containers pass. */
export function hasEngineRules({ targets }: Chain): boolean {
  return targets.some((target) => /^(DOCKER\b|DOCKER-|NETAVARK|CNI-FORWARD)/.test(target));
}
