import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../build/lib/checks.mjs';
import { type Breach, breaches, companions } from './breaches.ts';
import { makeTree, type Tree } from './tree.ts';

const trees: Tree[] = [];
afterAll(() => {
  for (const tree of trees) tree.remove();
});

function tree(...args: Parameters<typeof makeTree>): string {
  const made = makeTree(...args);
  trees.push(made);
  return made.root;
}

describe('a project that keeps the rules', () => {
  let root = '';
  beforeAll(() => {
    root = tree();
  });

  for (const { name, run } of checks) {
    it(`passes the check "${name}"`, async () => {
      const { ok, output } = await run(root);
      expect(ok, output).toBe(true);
    });
  }
});

describe('a project that breaks every rule', () => {
  const outputs = new Map<string, string>();
  beforeAll(async () => {
    const files = Object.fromEntries(breaches.map(({ file, text }) => [file, text]));
    const root = tree({ ...companions, ...files });
    for (const { name, run } of checks) outputs.set(name, (await run(root)).output);
  });

  for (const { check, title, rule, file } of breaches) {
    it(`is told by ${check} (${rule}): ${title}`, () => {
      const about = complaints(check, outputs.get(check) ?? '').filter((text) => text.includes(file));
      expect(about).toContainEqual(expect.stringContaining(rule));
    });
  }

  it('fails every check', () => {
    expect([...new Set(breaches.map(({ check }) => check))].sort()).toEqual(
      checks.map(({ name }) => name).sort(),
    );
  });
});

/** A check's output cut into complaints, each with the file and the rule in it. */
function complaints(check: Breach['check'], output: string): string[] {
  switch (check) {
    // A paragraph, the first line of which names the file and the rule.
    case 'lint':
      return output.split(/^(?=\S+ (?:lint|plugin|format|assist)\b)/m);
    // A heading with the files below it.
    case 'dead-code': {
      const sections = output.split(/^(?=[A-Z][a-z ]+\(\d+\))/m).map((section) => section.split('\n'));
      return sections.flatMap(([heading, ...lines]) => lines.map((line) => `${heading}: ${line}`));
    }
    case 'types':
    case 'layers':
    case 'lines':
    case 'traces':
      return output.split('\n');
  }
}
