/**
 * Writes words the way they are compared in a search: letters in whatever case, script or width are the same, `ё` is
 * `е`, and any text can be stored. What was stored folded is folded like this for ever.
 */
export function foldWords(text: string): string {
  return text.toWellFormed().replaceAll('\0', ' ').normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
}
