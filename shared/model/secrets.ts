/** What stands where a secret was. Always as long, so that nothing of it can be told. */
export const secretMask = '••••••••';

/** Single words that make the value beside them a secret, wherever they stand in its name. */
const secretWords = new Set([
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'pass',
  'secret',
  'secrets',
  'token',
  'tokens',
  'credential',
  'credentials',
  'apikey',
  'authkey',
  'privatekey',
  'secretkey',
  'accesskey',
  'bearer',
  'jwt',
  'dsn',
]);

/** What a key must open for it to be a secret: there are public keys, and keys of maps. */
const keyOpens = new Set([
  'access',
  'account',
  'api',
  'app',
  'auth',
  'encryption',
  'license',
  'master',
  'private',
  'secret',
  'service',
  'session',
  'shared',
  'signing',
  'ssh',
  'storage',
  'unlock',
]);

/** A last word that tells where a secret is kept, how long it lives or what it is called: not the secret itself. */
const harmlessEnds = new Set([
  'algorithm',
  'count',
  'dir',
  'directory',
  'driver',
  'enabled',
  'expires',
  'expiration',
  'expiry',
  'file',
  'files',
  'header',
  'host',
  'id',
  'ids',
  'issuer',
  'length',
  'lifetime',
  'name',
  'path',
  'policy',
  'port',
  'provider',
  'rounds',
  'timeout',
  'ttl',
  'type',
  'url',
  'version',
]);

/** `DB_PASSWORD`, `dbPassword` and `db-password` alike: db, password. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Whether a variable, key or label of this name holds a secret, going by its name alone. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  // AWS calls one half of a credential an id.
  if (words.join(' ').endsWith('access key id')) return true;
  if (harmlessEnds.has(last)) return false;
  if (words.some((word) => secretWords.has(word.replace(/\d+$/, '')))) return true;
  return (
    words.some((word, at) => (word === 'key' || word === 'keys') && keyOpens.has(words[at - 1] ?? '')) ||
    words.join(' ').endsWith('connection string')
  );
}

/** Values that are secrets whatever they are called. */
const secretForms = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*$/,
  /^gh[pousr]_[A-Za-z0-9]{20,}$/,
  /^github_pat_\w{20,}$/,
  /^glpat-[\w-]{16,}$/,
  /^xox[abeoprs]-[\w-]{10,}$/,
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  /^[rs]k_(?:live|test)_\w{10,}$/,
  /^SWMTKN-1-/,
  /^SWMKEY-1-/,
];

/** Masks the password in each address: `postgres://app:SECRET@db/shop`. By hand: texts may be long and hostile. */
function maskAddresses(text: string): string {
  const [first = '', ...rest] = text.split('://');
  let before = first;
  let masked = first;
  for (const part of rest) {
    const end = part.search(/[\s/?#]/);
    const authority = end < 0 ? part : part.slice(0, end);
    const at = authority.lastIndexOf('@');
    const colon = authority.indexOf(':');
    const hides = /[a-z0-9]$/i.test(before.slice(-1)) && colon >= 0 && colon + 1 < at;
    masked += `://${hides ? `${authority.slice(0, colon + 1)}${secretMask}${part.slice(at)}` : part}`;
    before = part;
  }
  return masked;
}

/** `NAME=value`, as environments have it, or `--name=value`, as command lines do. */
const assignment = /^(-{0,2})([A-Za-z_][\w.-]*)=([\s\S]+)$/;

const harmlessValue = /^(?:|true|false|yes|no|on|off|null|none|\d{1,3})$/i;

/**
 * The text with its secrets masked, or null where it holds none.
 * @param name the key it stands under, where it has one of its own; entries of an array have none
 */
export function maskSecret(text: string, name: string | null): string | null {
  if (name !== null && isSecretName(name) && !harmlessValue.test(text)) return secretMask;
  const [, dashes = '', variable = '', value = ''] = assignment.exec(text) ?? [];
  if (variable !== '') {
    const masked = maskSecret(value, variable);
    if (masked !== null) return `${dashes}${variable}=${masked}`;
  }
  if (secretForms.some((form) => form.test(text))) return secretMask;
  const clean = maskAddresses(text);
  return clean === text ? null : clean;
}

/** Whether the next entry of a command line is a secret: `--password`, `hunter2`. */
export function announcesSecret(argument: string): boolean {
  return /^--?[A-Za-z][\w.-]*$/.test(argument) && isSecretName(argument);
}

/** A command line without its program, with the secrets in it masked. */
export function maskArguments(args: readonly string[]): string[] {
  return args.map((one, at) =>
    announcesSecret(args[at - 1] ?? '') ? secretMask : (maskSecret(one, null) ?? one),
  );
}
