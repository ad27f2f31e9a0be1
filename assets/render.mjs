// Draws the PNGs of this folder from its SVGs; run it after changing one: node assets/render.mjs
// Needs rsvg-convert (Debian: librsvg2-bin). The PNGs are committed, so building needs nothing.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;

const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const traySizes = [16, 22, 32];
const trayStates = ['running', 'stopped', 'warning'];

/** The colours of a tray drawing, by the panel it stands on. */
const panels = {
  light: { ink: '#1d2229', alert: '#b45f00' },
  dark: { ink: '#f1f3f6', alert: '#ffb340' },
};
/** macOS draws a template in its own colours: only the shape counts. */
const template = { ink: '#000000', alert: '#000000' };

/** @param {string} svg @param {number} size in pixels @param {string} file */
function draw(svg, size, file) {
  const png = execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size)], { input: svg });
  writeFileSync(join(here, file), png);
}

/** @param {string} svg @param {{ ink: string, alert: string }} colours */
function paint(svg, { ink, alert }) {
  return svg.replaceAll('currentColor', ink).replaceAll('var(--alert)', alert);
}

for (const folder of ['icons', 'tray']) mkdirSync(join(here, folder), { recursive: true });

const app = readFileSync(join(here, 'icon.svg'), 'utf8');
for (const size of appSizes) draw(app, size, `icons/${size}x${size}.png`);

for (const state of trayStates) {
  const drawing = readFileSync(join(here, 'tray', `${state}.svg`), 'utf8');
  for (const [panel, colours] of Object.entries(panels)) {
    for (const size of traySizes) {
      draw(paint(drawing, colours), size, `tray/${state}-${panel}-${size}.png`);
      draw(paint(drawing, colours), size * 2, `tray/${state}-${panel}-${size}@2x.png`);
    }
  }
  draw(paint(drawing, template), 16, `tray/${state}Template.png`);
  draw(paint(drawing, template), 32, `tray/${state}Template@2x.png`);
}
