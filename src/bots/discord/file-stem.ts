/** A name that tells what is in the file, from letters that survive every platform's own clean-up. */
export function fileStem(prompt: string): string {
  const words = prompt
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return words === '' ? 'picture' : words;
}
