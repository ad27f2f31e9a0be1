/**
 * Whether a whole name fits a pattern in which `*` is any text and `?` one character. Takes time in the order of both
 * lengths: patterns come from people, names from anywhere, and a regular expression of many stars may take for ever.
 */
export function fitsPattern(pattern: string, name: string): boolean {
  const signs = [...pattern];
  const letters = [...name];
  let at = 0;
  let sign = 0;
  // Where the last star stands, and up to which letter it reaches so far.
  let star = -1;
  let reach = 0;
  while (at < letters.length) {
    if (signs[sign] === '*') {
      star = sign;
      reach = at;
      sign += 1;
    } else if (sign < signs.length && (signs[sign] === '?' || signs[sign] === letters[at])) {
      at += 1;
      sign += 1;
    } else if (star >= 0) {
      reach += 1;
      at = reach;
      sign = star + 1;
    } else return false;
  }
  while (signs[sign] === '*') sign += 1;
  return sign === signs.length;
}
