import type { Settings } from '../../shared/contract/settings.ts';

export type SavedWindow = NonNullable<Settings['window']>;

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A display's usable part, in the same device-independent pixels as windows. */
export interface Display {
  workArea: Rectangle;
}

/** Where a window opens. Without x and y the system places it. */
export interface WindowPlace {
  x?: number;
  y?: number;
  width: number;
  height: number;
  maximized: boolean;
}

export const minimumSize = { width: 640, height: 420 };
const usualSize = { width: 1200, height: 780 };
/** What must be on a display for a window to be found and dragged: part of its title bar. */
const grip = { width: 120, height: 32 };

/** A place that can be seen on the displays there are now: displays get unplugged, and rearranged. */
export function placeWindow(saved: SavedWindow | null, displays: readonly Display[]): WindowPlace {
  const wanted: Partial<SavedWindow> & Omit<WindowPlace, 'x' | 'y'> = saved ?? {
    ...usualSize,
    maximized: false,
  };
  const { x, y, width, height, maximized } = wanted;
  if (x !== undefined && y !== undefined) {
    for (const { workArea } of displays) {
      const place = { x, y, ...shrinkInto({ width, height }, workArea) };
      if (showsTitleBar(place, workArea)) return { ...place, maximized };
    }
  }
  const [first] = displays;
  const size = { width, height };
  return { ...(first === undefined ? size : shrinkInto(size, first.workArea)), maximized };
}

function shrinkInto(
  wanted: { width: number; height: number },
  area: Rectangle,
): { width: number; height: number } {
  return {
    width: Math.max(minimumSize.width, Math.min(wanted.width, area.width)),
    height: Math.max(minimumSize.height, Math.min(wanted.height, area.height)),
  };
}

function showsTitleBar(window: Rectangle, area: Rectangle): boolean {
  const overlap = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return (
    overlap >= Math.min(grip.width, window.width) &&
    window.y >= area.y &&
    window.y + grip.height <= area.y + area.height
  );
}

/** What to remember of a window: its bounds while not maximised, whole pixels, within what settings accept. */
export function rememberWindow(normal: Rectangle, maximized: boolean, route: string): SavedWindow {
  const whole = (value: number, least: number) => Math.min(20_000, Math.max(least, Math.round(value)));
  return {
    x: Math.round(normal.x),
    y: Math.round(normal.y),
    width: whole(normal.width, 400),
    height: whole(normal.height, 300),
    maximized,
    route,
  };
}
