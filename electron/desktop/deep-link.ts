export const deepLinkScheme = 'slipway';

// Names and ids as the engine allows them: nothing that needs escaping, no dots alone.
const containerLink = /^slipway:\/\/containers(?:\/([a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}))?\/?$/;

/**
 * The route a `slipway://` link leads to, or null for any other text. A link only ever navigates:
 * anything can be made to open one, so it carries no action and no parameter.
 */
export function parseDeepLink(raw: string): string | null {
  const match = containerLink.exec(raw);
  if (match === null) return null;
  return match[1] === undefined ? '/containers' : `/containers/${match[1]}`;
}

/** The route of the deep link among the arguments of a process; null without one, or with more than one. */
export function deepLinkIn(argv: readonly string[]): string | null {
  const links = argv.filter((argument) => argument.toLowerCase().startsWith(`${deepLinkScheme}:`));
  const [link] = links;
  return links.length === 1 && link !== undefined ? parseDeepLink(link) : null;
}
