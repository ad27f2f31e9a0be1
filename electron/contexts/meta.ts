import { fail } from '../../shared/contract/failure.ts';
import { setInJson } from '../../shared/model/json-edit.ts';

export interface ContextMeta {
  name: string;
  description: string;
  host: string;
  skipTlsVerify: boolean;
}

/** The text of a new meta.json, to the letter what the docker CLI writes. */
export function newMeta({ name, description, host, skipTlsVerify }: ContextMeta): string {
  return asGo({
    Name: name,
    Metadata: description === '' ? {} : { Description: description },
    Endpoints: { docker: { Host: host, SkipTLSVerify: skipTlsVerify } },
  });
}

/**
 * A meta.json with some of it changed; what Slipway does not know stays as it is to the letter.
 * @throws conflict `context-damaged` where it is no JSON object
 */
export function changedMeta(text: string, path: string, changes: Partial<Omit<ContextMeta, 'name'>>): string {
  const damaged = (detail: string) => fail('conflict', 'context-damaged', { path, detail });
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw damaged('it is not JSON');
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw damaged('it is no object');
  const { description, host, skipTlsVerify } = changes;
  let changed = text;
  if (description !== undefined) {
    const metadata = 'Metadata' in root ? root.Metadata : undefined;
    changed =
      description === '' && (metadata === null || metadata === undefined)
        ? changed
        : setInJson(changed, ['Metadata', 'Description'], description === '' ? undefined : description);
  }
  if (host !== undefined) changed = setInJson(changed, ['Endpoints', 'docker', 'Host'], host);
  if (skipTlsVerify !== undefined)
    changed = setInJson(changed, ['Endpoints', 'docker', 'SkipTLSVerify'], skipTlsVerify);
  return changed;
}

/** JSON as Go's encoder writes it: in one line, with what could end a script escaped. */
function asGo(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
