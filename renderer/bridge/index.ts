import { createClient } from '../../shared/contract/client.ts';
import { failure } from '../../shared/contract/failure.ts';
import { createDesktopPort, type DesktopBridge } from './desktop-port.ts';
import { type Bridge, createStatus } from './status.ts';
import { connectWeb } from './web-bridge.ts';

/** Connects over the desktop's preload where there is one, else over a WebSocket to the host that served the page. */
export function connectBridge(): Bridge {
  return window.slipway === undefined ? connectWeb() : connectDesktop(window.slipway);
}

/** The window's pipe ends only with the main process, and the window with it: no second try. */
function connectDesktop(bridge: DesktopBridge): Bridge {
  const client = createClient(createDesktopPort(bridge));
  const state = createStatus({ status: 'open' });
  client.onClose(() =>
    state.set({ status: 'closed', error: failure('unreachable', 'connection-closed'), retrying: false }),
  );
  return {
    host: 'desktop',
    current: () => client,
    status: state.get,
    subscribe: state.subscribe,
    reconnect: () => location.reload(),
  };
}
