import type { Evidence, Fact, HiddenKind } from '../evidence.ts';
import { isBoringFigure, isBoringWord, versionIn } from './vocabulary.ts';

/**
 * Names for what must not be told: the same thing has the same name all through a report, and nothing in the name comes
 * from the thing. Numbered as they come up, so that not even a hash can be tried against guesses.
 */
export class Pseudonyms {
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  of(kind: string, value: string): string {
    const key = `${kind} ${value}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const made = `[${kind}-${count}]`;
    this.#known.set(key, made);
    return made;
  }
}

/** A fact as it may be told to anybody: what is not proven to be of no account gets another name. */
function redactFact(fact: Fact, pseudonyms: Pseudonyms): string {
  switch (fact.kind) {
    case 'literal':
      return fact.text;
    case 'word':
      return isBoringWord(fact.text) ? fact.text : pseudonyms.of('text', fact.text);
    case 'figure':
      return isBoringFigure(fact.text)
        ? fact.text
        : (versionIn(fact.text) ?? pseudonyms.of('text', fact.text));
    case 'path':
    case 'name':
    case 'address':
    case 'text':
      return fact.text === '' ? '' : pseudonyms.of(fact.kind satisfies HiddenKind, fact.text);
    default:
      return fact satisfies never;
  }
}

export function redact(evidence: Evidence, pseudonyms: Pseudonyms): string {
  return evidence
    .map((fact) => redactFact(fact, pseudonyms))
    .join('')
    .trim();
}

export function redactParams(
  params: Readonly<Record<string, Fact>>,
  pseudonyms: Pseudonyms,
): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([key, fact]) => [key, redactFact(fact, pseudonyms)]));
}
