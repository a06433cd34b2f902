/** SQLite finds the file inconsistent, or does not recognise it as a database at all. */
export class DatabaseDamaged extends Error {
  override readonly name = 'DatabaseDamaged';
}
