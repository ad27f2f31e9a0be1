const letters = ['x', 'w', 'r'];

/** Permissions as `ls -l` writes them. */
export function modeText(mode: number): string {
  let text = '';
  for (let bit = 8; bit >= 0; bit -= 1) text += mode & (1 << bit) ? letters[bit % 3] : '-';
  const special = (at: number, set: number, letter: string) => {
    if ((mode & set) === 0) return;
    const small = text[at] === 'x';
    text = `${text.slice(0, at)}${small ? letter : letter.toUpperCase()}${text.slice(at + 1)}`;
  };
  special(2, 0o4000, 's');
  special(5, 0o2000, 's');
  special(8, 0o1000, 't');
  return text;
}
