import { certificateMembers } from './registry-certificates.ts';
import { doctorMembers } from './registry-doctor.ts';
import { loginMembers } from './registry-login.ts';

/** Registries: which certificates are used with them, who is signed in, what they hold, and why they refuse. */
export const registries = {
  ...certificateMembers,
  ...doctorMembers,
  ...loginMembers,
};
