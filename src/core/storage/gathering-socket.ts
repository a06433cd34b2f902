import { Socket } from 'node:net';

/**
 * Sends together what is written in one moment: each call of the operating system takes longer than PostgreSQL takes for a
 * small statement.
 */
export class GatheringSocket extends Socket {
  /** The driver corks each statement by itself. */
  override uncork(): void {
    queueMicrotask(() => super.uncork());
  }
}
