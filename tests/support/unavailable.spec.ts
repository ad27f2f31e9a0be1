import { test } from '@playwright/test';

// Stands for all specs of a project that cannot run here (see playwright.config.ts).
test('the end-to-end specs', ({ browserName: _ }, testInfo) => {
  testInfo.skip(true, String(testInfo.project.metadata.reason));
});
