import type { TelegramUpdate, TelegramUser } from '@gramio/types';
import type { Backend } from './exchange.ts';
import { type Fault, type FaultRule, Faults } from './faults.ts';
import { FloodControl, type FloodRule } from './flood-control.ts';
import { Group, type GroupOptions } from './group.ts';
import { HttpEndpoint } from './http-endpoint.ts';
import { Person, type PersonOptions } from './person.ts';
import type { RecordedCall, Violation } from './recorded-call.ts';
import type { WebProxy } from './webhook.ts';
import { World, type WorldSettings } from './world.ts';

/** Who the bot is and how the fake behaves; everything has a default. */
export type FakeTelegramOptions = Partial<WorldSettings> & {
  readonly token?: string;
  readonly botName?: string;
  readonly botUsername?: string;
};

/** Starts a fake Telegram Bot API on a free port of the loopback address. */
export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const telegram = new FakeTelegram(options);
  await telegram.listen();
  return telegram;
}

/** A Telegram in which tests act as people; the bot under test talks to `url`. */
export class FakeTelegram {
  readonly token: string;
  readonly bot: TelegramUser;
  readonly #settings: WorldSettings;
  readonly #endpoint: HttpEndpoint;
  #backend: Backend;
  #url = '';

  constructor(options: FakeTelegramOptions) {
    this.token = options.token ?? '7000000001:AAfakeFakeFakeFakeFakeFakeFakeFakeF';
    this.bot = {
      id: Number(this.token.split(':')[0]),
      is_bot: true,
      first_name: options.botName ?? 'Easel',
      username: options.botUsername ?? 'easel_bot',
    };
    this.#settings = {
      privacyMode: options.privacyMode ?? true,
      deliverCaptionCommands: options.deliverCaptionCommands ?? true,
      callbackQueryLifetimeMs: options.callbackQueryLifetimeMs ?? 60_000,
      inlineMode: options.inlineMode ?? false,
      inlineQueryLifetimeMs: options.inlineQueryLifetimeMs ?? 10_000,
      webhookRetryMs: options.webhookRetryMs ?? 20,
    };
    this.#backend = this.#createBackend();
    this.#endpoint = new HttpEndpoint({ token: this.token, backend: () => this.#backend });
  }

  /** The root of the API, without a trailing slash: grammY's `apiRoot`. */
  get url(): string {
    return this.#url;
  }

  /** Everything the bot did that is wrong whatever the state; a healthy test ends with none. */
  get violations(): readonly Violation[] {
    return this.#world.violations;
  }

  /** Every request of the bot, oldest first. */
  get calls(): readonly RecordedCall[] {
    return this.#world.calls;
  }

  get pendingUpdates(): readonly TelegramUpdate[] {
    return this.#world.updates.pending;
  }

  get profile(): World['profile'] {
    return this.#world.profile;
  }

  get #world(): World {
    return this.#backend.world;
  }

  async listen(): Promise<void> {
    this.#url = await this.#endpoint.listen();
  }

  /** Forgets everything; people and groups made before belong to the past. Ids go on from where they were. */
  reset(): void {
    this.#backend.faults.releaseAll();
    this.#world.updates.flush();
    this.#world.webhook.close();
    this.#backend = this.#createBackend(this.#world);
  }

  /** Cuts all connections and stops. */
  async close(): Promise<void> {
    this.#backend.faults.releaseAll();
    this.#world.webhook.close();
    await this.#endpoint.close();
  }

  person(options: PersonOptions): Person {
    return new Person(this.#world, options);
  }

  group(options: GroupOptions = {}): Group {
    return Group.create(this.#world, options);
  }

  callsTo(method: string): RecordedCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Switches a fault on; see `FaultRule`. */
  fail(rule: FaultRule): Fault {
    return this.#backend.faults.add(rule);
  }

  /** Cuts every open connection, the held getUpdates call too; new ones are welcome. */
  cutConnections(): void {
    this.#endpoint.cutConnections();
  }

  /** Switches a limit per chat on. */
  limitCalls(rule: FloodRule): void {
    this.#backend.flood.limit(rule);
  }

  /** Puts a proxy with TLS before the bot's processes, which hands what comes from outside on to each in turn. */
  proxyTo(backends: WebProxy): void {
    this.#world.webhook.leadTo(backends);
  }

  /** What was wrong with the last answer of a webhook that was no good one; undefined after setting one. */
  get webhookProblem(): string | undefined {
    return this.#world.webhook.lastError?.last_error_message;
  }

  /** Makes any update, for kinds that no person here can cause. */
  pushUpdate(content: Omit<TelegramUpdate, 'update_id'>): TelegramUpdate | undefined {
    return this.#world.updates.push(content);
  }

  /** Sends an update once more, whether confirmed or not. */
  redeliver(update: TelegramUpdate): void {
    this.#world.updates.redeliver(update);
  }

  isConfirmed(updateId: number): boolean {
    return this.#world.updates.isConfirmed(updateId);
  }

  /** Resolves when the bot has confirmed an update by a higher offset. */
  async waitForConfirmed(updateId: number, timeoutMs?: number): Promise<void> {
    await this.waitFor(
      () => this.isConfirmed(updateId) || undefined,
      `update ${updateId} to be confirmed`,
      timeoutMs,
    );
  }

  /** Resolves with the first call, past or to come, that fits. */
  waitForCall(
    method: string | ((call: RecordedCall) => boolean),
    description: string,
    timeoutMs?: number,
  ): Promise<RecordedCall> {
    const fits = typeof method === 'string' ? (call: RecordedCall) => call.method === method : method;
    return this.waitFor(() => this.calls.find(fits), description, timeoutMs);
  }

  /** Resolves when the bot holds a getUpdates call open. */
  async waitForPolling(timeoutMs?: number): Promise<void> {
    await this.waitFor(() => this.#world.updates.isPolled || undefined, 'the bot to poll', timeoutMs);
  }

  /** Resolves when `check` returns something; it is asked again after every change. */
  waitFor<T>(check: () => T | undefined, description: string, timeoutMs = 15_000): Promise<T> {
    return this.#world.changes.waitFor({
      check,
      description,
      timeoutMs,
      transcript: () => this.#world.transcript(),
    });
  }

  /** Puts the fake's clock forward: ages messages and taps, ends pauses. */
  advanceClock(byMs: number): void {
    this.#world.advanceClock(byMs);
  }

  transcript(): string {
    return this.#world.transcript();
  }

  #createBackend(previous?: World): Backend {
    return {
      world: new World({
        bot: this.bot,
        settings: this.#settings,
        ...(previous === undefined ? {} : { previous }),
      }),
      faults: new Faults(),
      flood: new FloodControl(),
    };
  }
}
