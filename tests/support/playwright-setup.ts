import { setupMain } from './engines-setup.ts';

/** Playwright wants a default export. */
export default setupMain;
