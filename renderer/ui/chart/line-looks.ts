/** How the lines of one chart are told apart: by colour, and by their dashes for who does not see colours. */
const colours = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6'] as const;
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** As many lines as there are looks that differ from each other. */
export const mostLines = 12;

export interface LineLook {
  /** A variable of the stylesheet. */
  colour: (typeof colours)[number];
  /** Pixels drawn and left out, in turn; empty for a whole line. */
  dash: readonly number[];
}

/** The look of the line at this place, counted from 0. */
export function lineLook(at: number): LineLook {
  return {
    colour: colours[at % colours.length] ?? '--line-1',
    dash: dashes[at % dashes.length] ?? [],
  };
}
