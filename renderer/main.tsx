import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { connectBridge } from './bridge/index.ts';
import { followSystemLanguage } from './i18n/index.ts';
import { panels } from './shell/panels.ts';
import { Shell } from './shell/shell.tsx';
import { followConnection } from './state/connection.ts';
import { followContexts } from './state/contexts.ts';
import { followCrashes } from './state/crashes.ts';
import { followEndingCertificates } from './state/ending-certificates.ts';
import { attachBridge } from './state/link.ts';
import { followManaged } from './state/managed.ts';
import { followOperations } from './state/operations.ts';
import { followRefusedLogins } from './state/refused-logins.ts';
import { followReplacements } from './state/replacements.ts';
import { followResources } from './state/resources.ts';
import { currentRoute } from './state/route.ts';
import { followSettings, loadSettings } from './state/settings.ts';
import { followStatsAlerts } from './state/stats/alerts.ts';
import { followFocus } from './ui/focus-return.ts';
import { loadWhenIdle } from './ui/part.ts';

/** The longest wait for theme and language before the first paint: without it the page would flash. */
const settingsGraceMs = 400;

/** The code of the page to show comes while settings and rows are on their way. */
async function firstPanel(): Promise<void> {
  const { page } = currentRoute();
  if (page === null) return;
  await panels[page].load().catch((fault: unknown) => {
    // Asked for again when the page is shown; a second failure is told there.
    console.warn('The first page could not be loaded:', fault);
  });
}

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root.');
  attachBridge(connectBridge());
  followSystemLanguage();
  followFocus();
  followConnection();
  followContexts();
  followResources();
  followCrashes();
  followSettings();
  followManaged();
  followOperations();
  followReplacements();
  followStatsAlerts();
  followEndingCertificates();
  followRefusedLogins();
  await Promise.race([
    Promise.all([loadSettings(), firstPanel()]),
    new Promise((resolve) => setTimeout(resolve, settingsGraceMs)),
  ]);
  createRoot(root).render(
    <StrictMode>
      <Shell />
    </StrictMode>,
  );
  loadWhenIdle(panels);
}

void start();
