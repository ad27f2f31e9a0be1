import type { Looked } from './look.ts';
import { canRestart } from './look.ts';

/** What a person does on the machine of the engine where Slipway cannot, line by line. */
export function stepsByHand(looked: Looked): string[] {
  const path = looked.path === '' ? '/etc/docker/daemon.json' : looked.path;
  const { keeper, kept } = looked;
  const edit = [
    `sudo cp -a ${path} ${path}.bak   # if there is one`,
    `sudoedit ${path}`,
    `sudo dockerd --validate --config-file=${path}   # 23.0 and newer`,
  ];
  if (keeper === null)
    return [
      ...edit,
      'sudo systemctl reload docker    # what is taken over live',
      'sudo systemctl restart docker   # everything else',
    ];
  const pid = kept?.pid ?? null;
  if (!canRestart(keeper) && pid !== null)
    return [
      ...edit,
      `sudo kill -HUP ${pid}    # what is taken over live`,
      `sudo kill ${pid}         # everything else: end it, then start it again as it was started`,
    ];
  return looked.access === 'none' ? edit : [];
}
