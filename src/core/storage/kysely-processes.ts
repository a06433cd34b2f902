import { isVacant } from './in-hand.ts';
import type { Processes } from './processes.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** Alone in its database, a process has everything in hand and holds every post without a word. */
export class KyselyProcesses implements Processes {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  live(untilMs: number): Promise<void> {
    const { life } = this.#scope;
    return this.#scope.run(async (transaction) => {
      if (life === undefined) return;
      await transaction.deleteFrom('lives').where('until_ms', '<=', life.now()).execute();
      await transaction
        .insertInto('lives')
        .values({ id: life.id, until_ms: untilMs })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ until_ms: untilMs }))
        .execute();
    });
  }

  end(): Promise<void> {
    const { life } = this.#scope;
    return this.#scope.run(async (transaction) => {
      if (life === undefined) return;
      await transaction.deleteFrom('lives').where('id', '=', life.id).execute();
    });
  }

  othersLive(nowMs: number): Promise<boolean> {
    const { life } = this.#scope;
    return this.#scope.run(async (transaction) => {
      const other = await transaction
        .selectFrom('lives')
        .select('id')
        .where('until_ms', '>', nowMs)
        .where('id', '!=', life?.id ?? '')
        .limit(1)
        .executeTakeFirst();
      return other !== undefined;
    });
  }

  leave(post: string): Promise<void> {
    const { life } = this.#scope;
    return this.#scope.run(async (transaction) => {
      if (life === undefined) return;
      await transaction.deleteFrom('posts').where('name', '=', post).where('life_id', '=', life.id).execute();
    });
  }

  hold(post: string): Promise<boolean> {
    const { life } = this.#scope;
    return this.#scope.run(async (transaction) => {
      if (life === undefined) return true;
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('posts')
        .values({ name: post, life_id: life.id })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ life_id: life.id }).where(isVacant(life)),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    });
  }
}
