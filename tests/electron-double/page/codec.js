// Values as text and back, as far as Electron's structured clone carries them and a control panel needs it.
// Read by Node as a module and put into pages as text: no imports.

/**
 * @typedef {string | number | boolean | null | { [key: string]: Encoded } | Encoded[]} Encoded
 */

/** @param {unknown} value @returns {Encoded} */
export function encode(value) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return { $: 'undefined' };
    case 'bigint':
      return { $: 'bigint', v: String(value) };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    case 'object':
      return value === null ? null : encodeObject(value);
    default:
      // The words of Chromium.
      throw new Error('An object could not be cloned.');
  }
}

/** @param {object} value @returns {Encoded} */
function encodeObject(value) {
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Date) return { $: 'date', v: value.getTime() };
  if (value instanceof Uint8Array) return { $: 'bytes', v: btoa(latin(value)) };
  const prototype = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype: it is the one without a prototype of its own.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new Error(
      `electron-double: the codec does not carry a ${value.constructor.name}; teach it, or send plain data`,
    );
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, encode(inner)]);
  return Object.hasOwn(value, '$')
    ? { $: 'object', v: Object.fromEntries(entries) }
    : Object.fromEntries(entries);
}

/** A sign a byte. @param {Uint8Array} bytes */
function latin(bytes) {
  let text = '';
  // One by one: a call takes only so many arguments.
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** @param {Encoded} encoded @returns {unknown} */
export function decode(encoded) {
  if (typeof encoded !== 'object' || encoded === null) return encoded;
  if (Array.isArray(encoded)) return encoded.map(decode);
  if (!Object.hasOwn(encoded, '$')) return decodeEntries(encoded);
  const { v } = encoded;
  switch (encoded.$) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(String(v));
    case 'number':
      return Number(v);
    case 'date':
      return new Date(Number(v));
    case 'bytes':
      return Uint8Array.from(atob(String(v)), (letter) => letter.charCodeAt(0));
    case 'object':
      return decodeEntries(/** @type {{ [key: string]: Encoded }} */ (v));
    default:
      throw new Error(`electron-double: unknown code ${String(encoded.$)}`);
  }
}

/** @param {{ [key: string]: Encoded }} encoded */
function decodeEntries(encoded) {
  return Object.fromEntries(Object.entries(encoded).map(([key, inner]) => [key, decode(inner)]));
}
