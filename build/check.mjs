// npm run check: types, lint and formatting, walls, dead code, length of files. Names of checks as arguments run only those.
import process from 'node:process';
import { ensure } from './ensure.mjs';
import { checks } from './lib/checks.mjs';
import { root } from './lib/paths.mjs';
import { duration, runMain, Told } from './lib/say.mjs';

const atOnce = 2;

await runMain(async () => {
  await ensure();
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined)
    throw new Told(`No check "${unknown}": ${checks.map((check) => check.name).join(', ')}.`);
  const queue = checks.filter((check) => names.length === 0 || names.includes(check.name));
  const total = queue.length;
  let failed = 0;
  const worker = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const since = Date.now();
      const { ok, output } = await check.run(root);
      if (!ok) failed += 1;
      process.stdout.write(
        `${ok ? 'ok    ' : 'FAILED'}  ${check.title}  ${duration(Date.now() - since)}\n${ok ? '' : `${output}\n\n`}`,
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  process.stdout.write(
    failed === 0 ? `${total} checks passed.\n` : `${failed} of ${total} checks failed: see above.\n`,
  );
  return failed === 0 ? 0 : 1;
});
