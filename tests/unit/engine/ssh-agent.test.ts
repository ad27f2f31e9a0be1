import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../../electron/engine/address.ts';
import { sshArguments } from '../../../electron/engine/ssh-agent.ts';

function ssh(text: string): Extract<Address, { kind: 'ssh' }> {
  const address = parseAddress(text);
  if (address.kind !== 'ssh') throw new Error('not ssh');
  return address;
}

describe('sshArguments', () => {
  it('runs the command the docker CLI runs, and never asks at a prompt', () => {
    expect(sshArguments(ssh('ssh://ada@box:2222')).join(' ')).toBe(
      '-T -o ConnectTimeout=30 -o BatchMode=yes -l ada -p 2222 -- box docker system dial-stdio',
    );
  });

  it('quotes a socket path for the shell on the far side', () => {
    const args = sshArguments(ssh("ssh://box/run/it's%20mine;reboot.sock"));
    expect(args).toContain(`'--host=unix:///run/it'\\''s mine;reboot.sock'`);
    expect(args.indexOf('--')).toBeLessThan(args.indexOf('box'));
  });
});
