/**
 * What a check saw, as parts that know what they are: on the page all is shown, in a report only what cannot tell anything
 * of this machine. `word` and `figure` are shown there only where they are what they claim to be.
 */
export type Fact =
  | { kind: 'literal'; text: string }
  | { kind: 'word'; text: string }
  | { kind: 'figure'; text: string }
  | { kind: 'path'; text: string }
  | { kind: 'name'; text: string }
  | { kind: 'address'; text: string }
  | { kind: 'text'; text: string };

export type Evidence = readonly Fact[];
export type HiddenKind = Exclude<Fact['kind'], 'literal'>;

const make =
  (kind: HiddenKind) =>
  (text: string | number): Fact => ({ kind, text: oneLine(String(text)) });

/** One of the words every engine uses, such as a storage driver's. */
export const word = make('word');
/** A number, with or without a unit, or a version. */
export const figure = make('figure');
export const path = make('path');
/** Of a person, group, context, host or plugin. */
export const name = make('name');
export const address = make('address');
/** Anything else somebody else wrote. */
export const text = make('text');

const longest = 400;

/** Evidence quotes engines and files: control characters in it must reach neither the page nor a terminal. */
function oneLine(quoted: string): string {
  const clean = quoted.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

/** Evidence from a template: what stands in the source is a literal, everything put in has to be a fact. */
export function seen(literals: TemplateStringsArray, ...facts: Fact[]): Evidence {
  return literals.flatMap((literal, at): Fact[] => {
    const fact = facts[at];
    return [{ kind: 'literal', text: literal }, ...(fact === undefined ? [] : [fact])];
  });
}

export const nothingSeen: Evidence = [];

/** Several facts, with commas between. */
export function listed(facts: readonly Fact[]): Evidence {
  return facts.flatMap((fact, at): Fact[] => (at === 0 ? [fact] : [{ kind: 'literal', text: ', ' }, fact]));
}

/** All of it, for whoever sits at this machine. */
export function inFull(evidence: Evidence): string {
  return evidence
    .map((fact) => fact.text)
    .join('')
    .trim();
}

/** What a template of facts says, as one fact's text: for params. */
export function fullParams(params: Readonly<Record<string, Fact>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([key, fact]) => [key, fact.text]));
}
