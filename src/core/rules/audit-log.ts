import type { Storage } from '../storage/storage.ts';
import type { AuditQuery, NumberedAuditEntry } from './audit-entry.ts';

/** What somebody decided about others, to be looked at. */
export interface AuditLog {
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly NumberedAuditEntry[]>;
}

export class StoredAuditLog implements AuditLog {
  readonly #storage: Storage;

  constructor({ storage }: { readonly storage: Storage }) {
    this.#storage = storage;
  }

  list(query: AuditQuery): Promise<readonly NumberedAuditEntry[]> {
    return this.#storage.read(({ audit }) => audit.list(query));
  }
}
