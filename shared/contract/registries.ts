import { certificateMembers } from './registry-certificates.ts';

/** Registries: which certificates are used with them, who is signed in, what they hold, and why they refuse. */
export const registries = {
  ...certificateMembers,
};
