import type { PersonSettings } from '../person-settings.ts';
import { prepared } from './prepared.ts';
import { storableFlag, storableKey, storableOptionalInteger } from './storable.ts';
import type { SettingsRecords } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

const findSettings = prepared((transaction, { personId }: { personId: string }) =>
  transaction
    .selectFrom('settings')
    .select(['model', 'style', 'count', 'aspect', 'format', 'language', 'is_private', 'drafts_first'])
    .where('person_id', '=', personId),
);

export class KyselySettings implements SettingsRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  find(personId: string): Promise<PersonSettings | undefined> {
    return this.#scope.run(async (transaction) => {
      const [row] = await findSettings(transaction, { personId });
      if (row === undefined) return undefined;
      return {
        model: row.model ?? undefined,
        style: row.style ?? undefined,
        count: row.count ?? undefined,
        aspect: row.aspect ?? undefined,
        format: row.format ?? undefined,
        language: row.language ?? undefined,
        isPrivate: row.is_private === 1,
        draftsFirst: row.drafts_first === 1,
      };
    });
  }

  put(personId: string, settings: PersonSettings): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const chosen = {
        model: storableChoice('model', settings.model),
        style: storableChoice('style', settings.style),
        count: storableOptionalInteger('count', settings.count),
        aspect: storableChoice('aspect', settings.aspect),
        format: settings.format ?? null,
        language: storableChoice('language', settings.language),
        is_private: storableFlag(settings.isPrivate),
        drafts_first: storableFlag(settings.draftsFirst),
      };
      await transaction
        .insertInto('settings')
        .values({ person_id: storableKey('personId', personId), ...chosen })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(chosen))
        .execute();
    });
  }
}

function storableChoice(field: string, value: string | undefined): string | null {
  return value === undefined ? null : storableKey(field, value);
}
