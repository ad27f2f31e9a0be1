import type { NameValue } from '../../contract/container-spec.ts';
import { SpecError } from './spec-error.ts';

/**
 * The variables of an env file as `docker run --env-file` reads it: a line each, `#` comments, nothing unquoted.
 * A name alone has no value: it was to come from a shell.
 * @throws SpecError `env-line-malformed`
 */
export function parseEnvFile(content: string): NameValue[] {
  return content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf('=');
      const name = at < 0 ? line.trimEnd() : line.slice(0, at);
      if (name === '' || /\s/.test(name))
        throw new SpecError('env-line-malformed', { line: line.slice(0, 80) });
      return { name, value: at < 0 ? '' : line.slice(at + 1) };
    });
}
