import { fail } from '../../shared/contract/failure.ts';

const tellEveryBytes = 1 << 20;

/** Takes exactly so many bytes out of the messages, and tells now and then how many there were. */
export async function* receive(
  total: number,
  inbox: AsyncIterator<{ type: 'data'; data: Uint8Array } | { type: 'go' }>,
  take: (piece: Uint8Array) => Promise<void>,
): AsyncGenerator<{ type: 'received'; bytes: number }> {
  let received = 0;
  let told = 0;
  while (received < total) {
    const { value, done } = await inbox.next();
    if (done === true) throw fail('cancelled', 'cancelled');
    if (value.type !== 'data' || received + value.data.length > total)
      throw fail('invalid-input', 'upload-out-of-turn');
    await take(value.data);
    received += value.data.length;
    if (received - told < tellEveryBytes && received < total) continue;
    told = received;
    yield { type: 'received', bytes: received };
  }
}
