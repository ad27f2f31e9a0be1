import { attachEngine } from '../engine-lab/shared-engine.ts';
import { labKeeper } from './lab-keeper.ts';
import { settingsBench } from './settings-bench.ts';

/** Applies settings as another Slipway, and says so when it is about to restart the engine, which it never does. */
const [home = '', host = '', settings = '{}'] = process.argv.slice(2);
const keeper = labKeeper(await attachEngine('main', host));
const hang = () =>
  new Promise<void>(() => {
    process.stdout.write('restarting\n');
    setInterval(() => undefined, 1000);
  });
const bench = await settingsBench(home, host, { ...keeper, restart: hang, start: hang });
await bench.execute(await bench.plan({ set: JSON.parse(settings) }));
