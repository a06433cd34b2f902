import type { Database as SqliteDatabase } from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

/**
 * Keeps what belongs to a transaction from being done without it. After some failures, such as a full disk, SQLite has taken
 * back the whole transaction (https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction), and every
 * further statement would last on its own.
 */
export class GuardedSqliteConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #database: SqliteDatabase;
  #hasBegun = false;
  /** What made SQLite take back the transaction. */
  #failure: { readonly error: unknown } | undefined;

  constructor(connection: DatabaseConnection, database: SqliteDatabase) {
    this.#connection = connection;
    this.#database = database;
  }

  /** A transaction has begun. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** It was committed or rolled back. */
  end(): void {
    this.#hasBegun = false;
    this.#failure = undefined;
  }

  /**
   * Has run when it returns, so that statements run in the order in which they are asked for.
   *
   * @throws what made SQLite take back the transaction that this belongs to, instead of running outside of it.
   */
  async executeQuery<Found>({ parameters, sql }: CompiledQuery): Promise<QueryResult<Found>> {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      const statement = this.#database.prepare<[readonly unknown[]], Found>(sql);
      if (statement.reader) return { rows: statement.all(parameters) };
      const { changes, lastInsertRowid } = statement.run(parameters);
      return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] };
    } catch (error) {
      if (this.#hasBegun && !this.#database.inTransaction) this.#failure = { error };
      throw error;
    }
  }

  /** @throws what made SQLite take back the transaction, like `executeQuery`. */
  streamQuery<Found>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Found>> {
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#connection.streamQuery(query, chunkSize);
  }
}
