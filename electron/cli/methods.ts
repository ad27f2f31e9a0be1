import { z } from 'zod';
import type { ContractShape, MemberDef } from '../../shared/contract/define.ts';

export interface NamedMember {
  name: string;
  def: MemberDef;
}

/** Every member of a contract by its full name, in the order of the contract. */
export function allMethods(contract: ContractShape): NamedMember[] {
  return Object.entries(contract).flatMap(([domain, members]) =>
    Object.entries(members).map(([member, def]) => ({ name: `${domain}.${member}`, def })),
  );
}

/** What `slipway methods` prints: name, kind, summary, and JSON schemas of what goes in. */
export function describeMethods(contract: ContractShape) {
  return allMethods(contract).map(({ name, def }) => ({
    method: name,
    kind: def.kind,
    summary: def.summary,
    input: z.toJSONSchema(def.input, { io: 'input' }),
    // Bytes have no JSON schema: they are shown by their description.
    ...(def.kind === 'session'
      ? { message: z.toJSONSchema(def.message, { io: 'input', unrepresentable: 'any' }) }
      : {}),
  }));
}
