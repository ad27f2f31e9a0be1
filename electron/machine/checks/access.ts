import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { name, nothingSeen, path, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { asNull, type Site } from '../site.ts';

export interface AccessFacts {
  socket: string;
  /** null where it is not there. */
  owner: { uid: number; gid: number; mode: number } | null;
  uid: number;
  /** Groups of this process, its own among them. */
  groups: readonly number[];
  user: string;
  /** As `/etc/group` has them. */
  accounts: string;
}

interface Group {
  name: string;
  gid: number;
  members: string[];
}

/** Groups of a list such as `/etc/group`. */
export function readGroups(accounts: string): Group[] {
  return accounts.split('\n').flatMap((line) => {
    const [group = '', , gid = '', members = ''] = line.split(':');
    return group !== '' && /^\d+$/.test(gid)
      ? [{ name: group, gid: Number(gid), members: members.split(',').filter((one) => one !== '') }]
      : [];
  });
}

/** Whether this person may use the socket of the engine, and if not, which group would let them in. */
export function judgeAccess({ socket, owner, uid, groups, user, accounts }: AccessFacts): Finding {
  const topic = 'access';
  if (owner === null)
    return { topic, finding: 'access/no-socket', status: 'unknown', evidence: seen`${path(socket)}` };
  const group = readGroups(accounts).find(({ gid }) => gid === owner.gid);
  const groupName = name(group?.name ?? String(owner.gid));
  const evidence = seen`${path(socket)}, group ${groupName}, mode ${word((owner.mode & 0o777).toString(8))}`;
  if (uid === 0) return { topic, finding: 'access/root', status: 'ok', evidence };
  const mayAll = (owner.mode & 0o006) === 0o006;
  const mayGroup = (owner.mode & 0o060) === 0o060;
  if (mayAll || owner.uid === uid || (mayGroup && groups.includes(owner.gid)))
    return { topic, finding: 'access/may', status: 'ok', evidence };
  // Being in the administrators' own group is no way in for anybody.
  if (!mayGroup || owner.gid === 0) return { topic, finding: 'access/owner', status: 'problem', evidence };
  const params = { group: groupName };
  if (group?.members.includes(user))
    return {
      ...{ topic, finding: 'access/session', status: 'problem', evidence, params },
      fix: { command: `newgrp ${group.name}` },
    };
  return {
    ...{ topic, finding: 'access/group', status: 'problem', evidence, params },
    ...(group === undefined ? {} : { fix: { command: `sudo usermod -aG ${group.name} ${user}` } }),
  };
}

export async function checkAccess(site: Site): Promise<Finding> {
  const topic = 'access';
  if (site.platform === 'win32' || process.getuid === undefined)
    return { topic, finding: 'any/not-linux', status: 'unknown', evidence: nothingSeen };
  if (site.address !== null && site.address.kind !== 'unix')
    return { topic, finding: 'any/elsewhere', status: 'unknown', evidence: nothingSeen };
  const socket = site.address?.path ?? '/var/run/docker.sock';
  const [owner, accounts] = await Promise.all([
    stat(socket).catch(asNull),
    site.read('/etc/group').then((bytes) => bytes?.toString('utf8') ?? ''),
  ]);
  const me = userInfo();
  const groups = [...(process.getgroups?.() ?? []), process.getgid?.() ?? me.gid];
  return judgeAccess({ socket, owner, uid: process.getuid(), groups, user: me.username, accounts });
}
