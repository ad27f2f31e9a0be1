import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameAmong, referenceProblem, sameName, withTag } from '../../../shared/model/image-reference.ts';
import { splitImageName } from '../../../shared/model/names.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const word = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));
const component = fc
  .tuple(word, fc.array(fc.tuple(fc.constantFrom('.', '_', '__', '-', '---'), word), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.map(([between, next]) => between + next).join(''));
const host = fc.oneof(
  fc.tuple(word, word, fc.nat(65535)).map(([a, b, port]) => `${a}.${b}:${port}`),
  fc.constant('localhost'),
);
const tag = fc.tuple(word, fc.constantFrom('', '-', '.', '_'), word).map((parts) => parts.join(''));

describe('names of images', () => {
  it('takes everything the grammar makes, and takes it apart again', () => {
    const name = fc.record({
      host: fc.option(host, { nil: undefined }),
      path: fc.array(component, { minLength: 1, maxLength: 3 }),
      tag: fc.option(tag, { nil: undefined }),
    });
    fc.assert(
      fc.property(name, (made) => {
        // A first part with a dot is a registry.
        fc.pre(
          made.host !== undefined || made.path.length === 1 || !/[.]|^localhost$/.test(made.path[0] ?? ''),
        );
        const repository = made.path.join('/');
        const whole = `${made.host === undefined ? '' : `${made.host}/`}${repository}`;
        const reference = made.tag === undefined ? whole : `${whole}:${made.tag}`;
        expect(referenceProblem(reference)).toBeNull();
        const parts = splitImageName(reference);
        expect(parts.repository).toBe(repository);
        expect(parts.registry).toBe(made.host);
        expect(withTag(reference)).toBe(`${whole}:${made.tag ?? 'latest'}`);
        expect(sameName(reference, withTag(reference), 'docker')).toBe(true);
      }),
    );
  });

  it('never takes what has a blank, a capital in the repository or a control character', () => {
    const bad = fc.constantFrom(' ', '\n', 'A', 'Z', '\0', '$', '?', '&', '%');
    fc.assert(
      fc.property(component, bad, component, (before, wrong, after) => {
        expect(referenceProblem(`${before}${wrong}${after}`)).not.toBeNull();
      }),
    );
  });

  it.each([
    ['', 'empty'],
    ['Team/App', 'capitals'],
    ['team//app', 'repository'],
    ['a..b', 'repository'],
    ['-team/app', 'repository'],
    ['team/app:', 'tag'],
    ['team/app:-x', 'tag'],
    [`app:${'x'.repeat(129)}`, 'tag'],
    ['bad_host.example:50/app', 'registry'],
    ['app@sha256:12', 'digest'],
    ['a'.repeat(250), 'too-long'],
    ['a'.repeat(64), 'like-an-id'],
  ])('%j is refused: %s', (reference, problem) => {
    expect(referenceProblem(reference)).toBe(problem);
  });

  it('takes a digest where an image is named, and not where a name is given', () => {
    expect(referenceProblem(`team/app@${digest}`)).toBeNull();
    expect(referenceProblem(`team/app@${digest}`, 'tag')).toBe('no-digest');
    expect(referenceProblem(`team/app:1@${digest}`)).toBeNull();
  });

  it('takes neither where all tags of a repository are meant', () => {
    expect(referenceProblem('reg.example:5000/team/app', 'repository')).toBeNull();
    expect(referenceProblem('nginx:1.27', 'repository')).toBe('no-tag');
    expect(referenceProblem(`nginx@${digest}`, 'repository')).toBe('no-tag');
  });

  it.each([
    ['nginx', 'docker.io/library/nginx:latest', 'docker', true],
    ['localhost/app:1', 'app:1', 'podman', true],
    ['localhost/app:1', 'app:1', 'docker', false],
    ['team/app:1', 'team/app:2', 'podman', false],
    ['reg.example/app:1', 'app:1', 'podman', false],
  ] as const)('%s and %s are the same on %s: %s', (a, b, engine, same) => {
    expect(sameName(a, b, engine)).toBe(same);
  });

  it.each([
    ['localhost/app:1', 'docker', 'localhost/app:1'],
    ['localhost/app:1', 'podman', 'localhost/app:1'],
    ['app', 'docker', 'app:latest'],
    ['docker.io/library/app:1', 'docker', 'app:1'],
    ['other:1', 'docker', undefined],
  ] as const)('%s among the names on %s is %s', (reference, engine, name) => {
    expect(nameAmong(['app:1', 'localhost/app:1', 'app:latest'], reference, engine)).toBe(name);
  });
});
