import type { OpenedDatabase } from '../../../../src/core/storage/dialect.ts';
import type { KyselyStorage } from '../../../../src/core/storage/kysely-storage.ts';

/** A place for one database, empty at first. */
export interface StorageHome {
  /** Opens the storage as the application does. */
  open(): Promise<KyselyStorage>;
  /** Opens the bare database, to look at it or to tamper with it. */
  connect(): Promise<OpenedDatabase>;
  /** The path or URL under which another process finds the same database. */
  readonly address: string;
  remove(): Promise<void>;
}

export type CreateHome = () => Promise<StorageHome>;

/** A database to put to the test. */
export interface StorageSubject {
  readonly createHome: CreateHome;
  /** Whether what one opening wrote is there at the next. */
  readonly isLasting: boolean;
}
