import { certificateMembers } from './registry-certificates.ts';
import { loginMembers } from './registry-login.ts';

/** Registries: which certificates are used with them, who is signed in, what they hold, and why they refuse. */
export const registries = {
  ...certificateMembers,
  ...loginMembers,
};
