import type { Selectable, Transaction } from 'kysely';
import type { ChatMessage, ChatMessageState, KeptChatMessage } from '../chat-message.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { ChatMessages } from './storage.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyChatMessages implements ChatMessages {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  put({ atMs, content, files, key, personId }: ChatMessage): Promise<KeptChatMessage> {
    return this.#scope.run(async (transaction) => {
      const newest = await transaction
        .selectFrom('chat_messages')
        .select('revision')
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst();
      const revision = (newest?.revision ?? 0) + 1;
      const changing = { revision, content, files: JSON.stringify(files) };
      const row = await transaction
        .insertInto('chat_messages')
        .values({
          key: storableKey('key', key),
          person_id: storableKey('personId', personId),
          sequence: revision,
          at_ms: storableInteger('atMs', atMs),
          ...changing,
        })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(changing))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toMessage(row);
    });
  }

  find(key: string): Promise<KeptChatMessage | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('chat_messages')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst();
      return row && toMessage(row);
    });
  }

  newest(limit: number): Promise<readonly KeptChatMessage[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectChat(transaction, limit).selectAll().execute();
      return rows.map(toMessage).reverse();
    });
  }

  states(limit: number): Promise<readonly ChatMessageState[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectChat(transaction, limit).select(['key', 'revision']).execute();
      return rows.reverse();
    });
  }

  keepNewest(count: number): Promise<readonly KeptChatMessage[]> {
    return this.#scope.run(async (transaction) => {
      const first = await transaction
        .selectFrom('chat_messages')
        .select('sequence')
        .orderBy('sequence', 'desc')
        .offset(count)
        .limit(1)
        .executeTakeFirst();
      if (first === undefined) return [];
      const rows = await transaction
        .deleteFrom('chat_messages')
        .where('sequence', '<=', first.sequence)
        .returningAll()
        .execute();
      return rows.map(toMessage);
    });
  }
}

/** The last so many, newest first. */
export function selectChat(transaction: Transaction<Tables>, limit: number) {
  return transaction.selectFrom('chat_messages').orderBy('sequence', 'desc').limit(limit);
}

function toMessage(row: Selectable<Tables['chat_messages']>): KeptChatMessage {
  // Written by put alone.
  const files: readonly string[] = JSON.parse(row.files);
  return {
    key: row.key,
    personId: row.person_id,
    sequence: row.sequence,
    revision: row.revision,
    content: row.content,
    files,
    atMs: row.at_ms,
  };
}
