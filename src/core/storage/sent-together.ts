import type { CompiledQuery, DatabaseConnection, QueryResult, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

interface Sent {
  readonly statement: CompiledQuery;
  readonly resolve: (result: QueryResult<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

const waiting = new WeakMap<Transaction<Tables>, Sent[]>();
const connections = new WeakMap<Transaction<Tables>, DatabaseConnection>();

/** From then on what is sent reaches the database straight, and not by the line in which Kysely lets statements wait. */
export async function connect(transaction: Transaction<Tables>): Promise<void> {
  await transaction.getExecutor().provideConnection(async (connection) => {
    connections.set(transaction, connection);
  });
}

/**
 * Runs a statement. Those that are asked for by this in the same moment reach the database together, in their order: over a
 * network, waiting for each answer before the next question would be the dearest part of a transaction. What is run
 * meanwhile in another way may come before or after them.
 */
export function send<Found>(
  transaction: Transaction<Tables>,
  statement: CompiledQuery<Found>,
): Promise<QueryResult<Found>> {
  const executor = transaction.getExecutor();
  // SQLite has no way to shorten: what is asked of it has been done at once.
  if (!executor.adapter.supportsMultipleConnections) {
    return (connections.get(transaction) ?? executor).executeQuery(statement);
  }
  const { promise, reject, resolve } = Promise.withResolvers<QueryResult<unknown>>();
  const together = waiting.get(transaction);
  if (together !== undefined) together.push({ statement, resolve, reject });
  else {
    waiting.set(transaction, [{ statement, resolve, reject }]);
    queueMicrotask(() => void sendAll(transaction));
  }
  // Kysely's own type of what a statement finds.
  return promise as Promise<QueryResult<Found>>;
}

async function sendAll(transaction: Transaction<Tables>): Promise<void> {
  const together = waiting.get(transaction) ?? [];
  waiting.delete(transaction);
  try {
    await transaction.getExecutor().provideConnection(async (connection) => {
      await Promise.all(together.map((sent) => sendOver(connection, sent)));
    });
  } catch (error) {
    for (const { reject } of together) reject(error);
  }
}

async function sendOver(connection: DatabaseConnection, { statement, resolve, reject }: Sent): Promise<void> {
  try {
    resolve(await connection.executeQuery(statement));
  } catch (error) {
    reject(error);
  }
}
