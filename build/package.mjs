// npm run package: the installers of this platform, by electron-builder. Arguments go to electron-builder.
import process from 'node:process';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { tool } from './lib/paths.mjs';
import { passThrough } from './lib/run.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await ensure();
  await build({ ifStale: true });
  const args = [
    '--config',
    'build/electron-builder.config.cjs',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ];
  const code = await passThrough(process.execPath, [tool('electron-builder/cli.js'), ...args]);
  if (code !== 0)
    say(
      'Packing failed: see above. electron-builder downloads an Electron distribution and needs the network for it; ' +
        'with one on disk, pass -c.electronDist=FOLDER.',
    );
  return code;
});
