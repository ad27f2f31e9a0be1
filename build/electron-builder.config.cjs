// Packages for each platform. Everything the program needs is bundled into dist/, so no node_modules are shipped.

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'dev.slipway.app',
  productName: 'Slipway',
  copyright: 'Apache-2.0',
  directories: { output: 'out', buildResources: 'assets' },
  files: [
    'dist/desktop/**',
    'dist/renderer/**',
    'assets/tray/**',
    'assets/icons/**',
    'package.json',
    '!node_modules/**',
  ],
  asar: true,
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    // A changed binary needs a new ad-hoc signature to start on Apple silicon.
    resetAdHocDarwinSignature: true,
  },
  protocols: [{ name: 'Slipway', schemes: ['slipway'] }],
  linux: {
    target: ['AppImage', 'deb'],
    icon: 'assets/icons',
    category: 'Development',
    synopsis: 'The control panel for the container engine on a developer machine',
    mimeTypes: ['x-scheme-handler/slipway'],
    // A deb names one.
    maintainer: 'The Slipway developers',
  },
  mac: {
    target: ['dmg'],
    icon: 'assets/icons/1024x1024.png',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
  },
  win: { target: ['nsis'], icon: 'assets/icons/256x256.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  // No update server is named yet; the metadata for signed updates is written beside the installers all the same.
  publish: null,
};
