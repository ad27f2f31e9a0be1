// Prints the states of a connection to an engine, one JSON line each, until it is ended: for tests that need Slipway to
// run as another user.
//   npx tsx tests/rig/states-of.ts HOST HOME
import { createApp } from '../../electron/app.ts';

const [host = '', home = ''] = process.argv.slice(2);
const app = await createApp({ home, engine: host, env: process.env });
app.router
  .connect('cli')
  .stream('engine.state', {}, { item: (state) => void process.stdout.write(`${JSON.stringify(state)}\n`) });
