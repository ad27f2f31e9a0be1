const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** Where a byte that is no UTF-8 goes: U+DC80 to U+DCFF, which no valid text decodes to. */
const lostBase = 0xdc00;

/** Bytes as text that loses none of them: what is no UTF-8 becomes lone surrogates, and `encodeBytes` turns them back. */
export function decodeBytes(bytes: Uint8Array): string {
  return tryDecode(bytes) ?? decodePieces(bytes);
}

/** The bytes `decodeBytes` was given; of any other text its UTF-8. */
export function encodeBytes(text: string): Uint8Array {
  if (!hasLostBytes(text)) return encoder.encode(text);
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > lostBase + 0x7f && code <= lostBase + 0xff) out.push(code - lostBase);
    else out.push(...encoder.encode(character));
  }
  return Uint8Array.from(out);
}

/** True where text stands for bytes that are no UTF-8, and is therefore shown only nearly as it is. */
export function hasLostBytes(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** Text as it may be shown in one line: bytes that are no UTF-8, and what turns or breaks a line, become visible signs. */
export function shownText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replaceAll(/[\u0000-\u001f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
      .replaceAll('\u007f', '\u2421')
      .replaceAll(/[\u0080-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
      .replaceAll(/\p{Surrogate}/gu, '\ufffd')
  );
}

function tryDecode(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) return null;
    throw thrown;
  }
}

function decodePieces(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const piece = at + length <= bytes.length ? tryDecode(bytes.subarray(at, at + length)) : null;
    text += piece ?? String.fromCharCode(lostBase + lead);
    at += piece === null ? 1 : length;
  }
  return text;
}
