import { parseArgs } from 'node:util';
import { deepLinkIn } from './deep-link.ts';

export interface LaunchOptions {
  /** Address of the engine to use, over every other source. */
  engine?: string;
  /** Start an engine where none answers. */
  startEngine?: true;
  /** Route of the deep link the desktop was started with. */
  route?: string;
}

/** What the arguments ask for. Chromium's own switches stand among them, so unknown ones are left alone. */
export function readLaunchOptions(argv: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { engine: { type: 'string' }, 'start-engine': { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  });
  const route = deepLinkIn(argv);
  return {
    ...(values['start-engine'] === true ? { startEngine: true } : {}),
    ...(typeof values.engine === 'string' && values.engine !== '' ? { engine: values.engine } : {}),
    ...(route === null ? {} : { route }),
  };
}
