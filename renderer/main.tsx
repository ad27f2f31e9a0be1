import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { connectBridge } from './bridge/index.ts';
import { followSystemLanguage } from './i18n/index.ts';
import { Shell } from './shell/shell.tsx';
import { followConnection } from './state/connection.ts';
import { attachBridge } from './state/link.ts';
import { followResources } from './state/resources.ts';
import { followSettings, loadSettings } from './state/settings.ts';
import { followFocus } from './ui/focus-return.ts';

/** The longest wait for theme and language before the first paint: without it the page would flash. */
const settingsGraceMs = 400;

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root.');
  attachBridge(connectBridge());
  followSystemLanguage();
  followFocus();
  followConnection();
  followResources();
  followSettings();
  await Promise.race([loadSettings(), new Promise((resolve) => setTimeout(resolve, settingsGraceMs))]);
  createRoot(root).render(
    <StrictMode>
      <Shell />
    </StrictMode>,
  );
}

void start();
