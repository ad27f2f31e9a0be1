import { describe, expect, it } from 'vitest';
import { appUrl, isAppDocument, isAppUrl, routeOf } from '../../../electron/desktop/app-address.ts';
import { deepLinkIn, parseDeepLink } from '../../../electron/desktop/deep-link.ts';
import { externalUrl } from '../../../electron/desktop/external-links.ts';
import { readLaunchOptions } from '../../../electron/desktop/launch-options.ts';

describe('deep links', () => {
  it.each([
    ['slipway://containers', '/containers'],
    ['slipway://containers/', '/containers'],
    ['slipway://containers/web', '/containers/web'],
    ['slipway://containers/web-1_a.b', '/containers/web-1_a.b'],
    [`slipway://containers/${'f'.repeat(64)}/`, `/containers/${'f'.repeat(64)}`],
  ])('%s leads to %s', (link, route) => {
    expect(parseDeepLink(link)).toBe(route);
  });

  it.each([
    'slipway://containers/../settings',
    'slipway://containers/..',
    'slipway://containers/%2e%2e',
    'slipway://containers/web/stop',
    'slipway://containers/web?action=remove',
    'slipway://containers/web#/settings',
    'slipway://containers//web',
    'slipway://containers/-web',
    'slipway://containers/web --engine=tcp://evil',
    'slipway://containers/web\n',
    'slipway://containers/<script>',
    'slipway://user@containers/web',
    'slipway://containers:80/web',
    'slipway://containers\\web',
    'slipway://settings',
    'slipway:containers/web',
    'slipway://',
    'SLIPWAY://containers/web',
    'https://containers/web',
    ' slipway://containers/web',
    `slipway://containers/${'a'.repeat(129)}`,
    '',
  ])('%j leads nowhere', (link) => {
    expect(parseDeepLink(link)).toBeNull();
  });

  it('finds the one link among arguments', () => {
    expect(deepLinkIn(['electron', '.', '--flag', 'slipway://containers/web'])).toBe('/containers/web');
    expect(deepLinkIn(['electron', '.'])).toBeNull();
    expect(deepLinkIn(['slipway://containers/a', 'slipway://containers/b'])).toBeNull();
    expect(deepLinkIn(['Slipway://x', 'slipway://containers/b'])).toBeNull();
  });
});

describe('readLaunchOptions', () => {
  it('reads the engine and the link, and leaves the switches of Chromium alone', () => {
    const argv = ['electron', '.', '--no-sandbox', '--engine', 'unix:///e.sock', 'slipway://containers/web'];
    expect(readLaunchOptions(argv)).toEqual({ engine: 'unix:///e.sock', route: '/containers/web' });
    expect(readLaunchOptions(['slipway', '--engine=tcp://h:1'])).toEqual({ engine: 'tcp://h:1' });
    expect(readLaunchOptions(['electron', '.', '--engine'])).toEqual({});
    expect(readLaunchOptions(['electron', '.'])).toEqual({});
  });
});

describe('the page’s address', () => {
  it('is a route behind a hash, or the first page', () => {
    expect(appUrl('/containers')).toBe('app://slipway/#/containers');
    expect(appUrl('')).toBe('app://slipway/');
    for (const hostile of [
      'containers',
      '//evil\u0000',
      '/a b',
      'javascript:alert(1)',
      `/${'a'.repeat(300)}`,
    ]) {
      expect(appUrl(hostile)).toBe('app://slipway/');
    }
    expect(routeOf('app://slipway/#/containers/web')).toBe('/containers/web');
    expect(routeOf('app://slipway/')).toBe('');
    expect(routeOf('https://slipway/#/containers')).toBe('');
  });

  it('is told from any other', () => {
    for (const url of [
      'app://slipway',
      'app://slipway/',
      'app://slipway/index.html#/x',
      'app://slipway/?q',
    ]) {
      expect(isAppDocument(url), url).toBe(true);
    }
    for (const url of ['app://slipway/assets/a.js', 'app://slipway/x/../y']) {
      expect(isAppUrl(url), url).toBe(true);
      expect(isAppDocument(url), url).toBe(false);
    }
    const foreign = [
      'app://slipway.evil/',
      'app://evil@slipway/',
      'app://slipway:1/',
      'app://evil/',
      'app:slipway',
      'apps://slipway/',
      'https://slipway/',
      'file:///slipway/index.html',
      'about:blank',
      'data:text/html,x',
      '',
    ];
    for (const url of foreign) expect(isAppUrl(url), url).toBe(false);
  });
});

describe('externalUrl', () => {
  const none = new Set<string>();

  it.each([
    'http://localhost:8080',
    'http://127.0.0.1:80/path?q=1#x',
    'https://localhost:8443/',
    'http://[::1]:3000/',
    'https://docs.docker.com/engine/',
    'https://criu.org/Docker',
  ])('opens %s', (url) => {
    expect(externalUrl(url, none)).toBe(new URL(url).href);
  });

  it.each([
    'https://example.com/',
    'http://docs.docker.com/',
    'https://docs.docker.com:444/',
    'https://docs.docker.com.evil.example/',
    'https://docs.docker.com@evil.example/',
    'https://user:pw@docs.docker.com/',
    'http://localhost.evil.example:80/',
    'http://evil@localhost/',
    'http://0.0.0.0:80/',
    'http://192.168.1.7:80/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'vscode://x',
    'ms-settings:',
    'smb://localhost/share',
    'slipway://containers/web',
    'ftp://localhost/',
    'app://slipway/',
    '//localhost:80',
    'localhost:80',
    '',
    `http://localhost/${'a'.repeat(2000)}`,
  ])('does not open %s', (url) => {
    expect(externalUrl(url, none)).toBeNull();
  });

  it('opens published ports where the engine is', () => {
    const hosts = new Set(['build.example', '192.168.1.7']);
    expect(externalUrl('http://build.example:8080', hosts)).toBe('http://build.example:8080/');
    expect(externalUrl('http://192.168.1.7:8080', hosts)).toBe('http://192.168.1.7:8080/');
    expect(externalUrl('ssh://build.example', hosts)).toBeNull();
    expect(externalUrl('http://other.example:8080', hosts)).toBeNull();
  });
});
