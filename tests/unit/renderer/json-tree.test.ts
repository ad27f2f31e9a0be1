import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtPlaces, findInText } from '../../../renderer/ui/inspect/text-matches.ts';
import { moveOf } from '../../../renderer/ui/json-tree/keys.ts';
import {
  ancestorsOf,
  everyBranch,
  expandedAtFirst,
  findInNodes,
  openNodes,
  printJson,
  readDocument,
  valueText,
} from '../../../renderer/ui/json-tree/model.ts';
import { secretMask } from '../../../shared/model/secrets.ts';

const document = {
  Id: 'abc',
  Config: {
    Env: ['PATH=/bin', 'DB_PASSWORD=hunter2'],
    Cmd: ['serve', '--token', 'tok-123', '--port', '80'],
    Labels: { 'com.example.tier': 'web' },
  },
  State: { Running: true, Pid: 12, Health: null },
  Mounts: [],
  Plugin: { Env: [{ Name: 'API_TOKEN', Value: 'xyz' }] },
};
const nodes = readDocument(document);
const byPath = new Map(nodes.map((node) => [node.path, node]));
const never = () => false;
const always = () => true;

describe('reading a document', () => {
  it('names values as jq does', () => {
    expect(nodes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '.Config.Env[1]',
        '.Config.Labels["com.example.tier"]',
        '.State.Health',
        '.Mounts',
      ]),
    );
    expect(readDocument([['a']]).map(({ path }) => path)).toEqual(['.[0]', '.[0][0]']);
    expect(readDocument({ 'a-b': 1 })[0]?.path).toBe('.["a-b"]');
  });

  it('counts places for a screen reader', () => {
    expect(byPath.get('.Config.Env[1]')).toMatchObject({ level: 3, position: 2, siblings: 2, children: 0 });
    expect(byPath.get('.State')).toMatchObject({ level: 1, position: 3, siblings: 5, children: 3 });
  });

  it('opens and closes branches, and nothing below a closed one shows', () => {
    const paths = (expanded: Set<string>) => openNodes(nodes, expanded).map(({ path }) => path);
    expect(paths(new Set())).toEqual(['.Id', '.Config', '.State', '.Mounts', '.Plugin']);
    expect(paths(new Set(['.Config.Env']))).toHaveLength(5);
    expect(paths(everyBranch(nodes))).toHaveLength(nodes.length);
    expect(expandedAtFirst(nodes)).toContain('.State');
    expect(ancestorsOf(byPath, '.Config.Env[1]')).toEqual(['.Config.Env', '.Config']);
  });
});

describe('secrets of a document', () => {
  it('are masked in environments, command lines and plugin settings', () => {
    expect(byPath.get('.Config.Env[0]')?.masked).toBeNull();
    expect(byPath.get('.Config.Env[1]')?.masked).toBe(`DB_PASSWORD=${secretMask}`);
    expect(byPath.get('.Config.Cmd[2]')?.masked).toBe(secretMask);
    expect(byPath.get('.Config.Cmd[4]')?.masked).toBeNull();
    expect(byPath.get('.Plugin.Env[0].Value')?.masked).toBe(secretMask);
  });

  it('are neither printed nor found until revealed', () => {
    const hidden = printJson(document, byPath, never);
    for (const secret of ['hunter2', 'tok-123', 'xyz']) {
      expect(hidden).not.toContain(secret);
      expect(findInNodes(nodes, secret, never)).toEqual([]);
      expect(findInNodes(nodes, secret, always)).toHaveLength(1);
    }
    expect(printJson(document, byPath, always)).toBe(JSON.stringify(document, null, 2));
    expect(printJson(document, byPath, never, '.Config.Env')).not.toContain('hunter2');
    const env = byPath.get('.Config.Env[1]');
    expect(env && valueText(env, true)).toBe('DB_PASSWORD=hunter2');
  });

  it('leave everything else as it was, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readDocument(value);
        const map = new Map(read.map((node) => [node.path, node]));
        expect(map.size).toBe(read.length);
        expect(printJson(value, map, always)).toBe(JSON.stringify(value, null, 2));
        expect(openNodes(read, everyBranch(read))).toEqual(read);
      }),
    );
  });
});

describe('searching', () => {
  it('finds keys and values without regard to case, in the order of the document', () => {
    expect(findInNodes(nodes, 'RUNNING', never)).toEqual(['.State.Running']);
    expect(findInNodes(nodes, 'env', never)).toEqual(['.Config.Env', '.Plugin.Env']);
    expect(findInNodes(nodes, '  ', never)).toEqual([]);
  });

  it('cuts a text at its places and loses nothing of it', () => {
    expect(findInText('aXbxİx', 'x')).toEqual([1, 3, 5]);
    expect(findInText('a.b', '.')).toEqual([1]);
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 3 }), (text, wanted) => {
        const pieces = cutAtPlaces(text, findInText(text, wanted), wanted.trim().length);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});

describe('keys in a tree', () => {
  const expanded = new Set(['.State']);
  const open = openNodes(nodes, expanded);
  const at = (path: string) => open.findIndex((node) => node.path === path);
  const press = (key: string, path: string) => moveOf(key, open, at(path), expanded);

  it('moves as the authoring practices say', () => {
    expect(press('ArrowDown', '.Id')).toEqual({ kind: 'go', path: '.Config' });
    expect(press('ArrowUp', '.Id')).toEqual({ kind: 'go', path: '.Id' });
    expect(press('End', '.Id')).toEqual({ kind: 'go', path: '.Plugin' });
    expect(press('Home', '.Plugin')).toEqual({ kind: 'go', path: '.Id' });
    expect(press('ArrowRight', '.Config')).toEqual({ kind: 'open', paths: ['.Config'] });
    expect(press('ArrowRight', '.State')).toEqual({ kind: 'go', path: '.State.Running' });
    expect(press('ArrowRight', '.Id')).toBeNull();
    expect(press('ArrowLeft', '.State')).toEqual({ kind: 'close', path: '.State' });
    expect(press('ArrowLeft', '.State.Pid')).toEqual({ kind: 'go', path: '.State' });
    expect(press('*', '.Id')).toEqual({ kind: 'open', paths: ['.Config', '.State', '.Plugin'] });
    expect(press('p', '.Id')).toEqual({ kind: 'go', path: '.State.Pid' });
    expect(press('Enter', '.Id')).toEqual({ kind: 'act' });
    expect(press('Tab', '.Id')).toBeNull();
  });
});
