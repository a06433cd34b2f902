import type { Hono } from 'hono';
import type { Connection } from '../connection.ts';
import type { PlaygroundPagesOptions } from './playground-pages.ts';
import { createPlaygroundPages } from './playground-pages.ts';

export interface PlaygroundBotOptions extends Omit<PlaygroundPagesOptions, 'isOpen'> {
  /** Puts the pages where browsers can ask for them. */
  readonly serve: (pages: Hono) => void;
  readonly onConnectionChange: (connection: Connection) => void;
}

/** Takes what people do in the playground; what is painted reaches them through the courier. */
export class PlaygroundBot {
  readonly #options: PlaygroundBotOptions;
  #isOpen = false;

  constructor(options: PlaygroundBotOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#isOpen = true;
    this.#options.serve(createPlaygroundPages({ ...this.#options, isOpen: () => this.#isOpen }));
    this.#options.onConnectionChange({ state: 'connected', reason: undefined });
  }

  /** Takes no more requests. Pages show what becomes of the others for as long as they can be served. */
  async stop(): Promise<void> {
    this.#isOpen = false;
  }
}
