import type { Random } from './random.ts';

export type Moment = 'before' | 'after';

/** Where the process is to die: at any moment, at a call, or at a transaction. */
export type KillStep =
  | { readonly kind: 'moment'; readonly afterMs: number; readonly countsFrom: 'start' | 'awake' }
  | { readonly kind: 'call'; readonly call: string; readonly when: Moment }
  | { readonly kind: 'commit'; readonly state: string; readonly when: Moment };

const usualCalls = [
  'discord gateway',
  'discord read commands',
  'discord first answer',
  'discord edit original',
  'discord edit original with files',
  'telegram getMe',
  'telegram deleteWebhook',
  'telegram getUpdates',
  'telegram sendMessage',
  'telegram editMessageText',
  'telegram editMessageMedia',
  'telegram sendMediaGroup',
  'telegram sendChatAction',
  'telegram answerCallbackQuery',
  'runware imageInference',
  'runware download',
] as const;

/** These are seldom, most of them because something else went wrong before, so each strikes whenever it comes up. */
const rareCalls = [
  'discord register commands',
  'discord read original',
  'discord take note of a press',
  'discord open a form',
  'discord replace the pressed message',
  'discord delete original',
  'discord edit message with files',
  'discord open direct channel',
  'discord post message with files',
  'discord post message',
  'telegram sendPhoto',
  'telegram sendDocument',
  'telegram deleteMessage',
  'telegram editMessageCaption',
  'runware getResponse',
  'runware getTaskDetails',
  'runware upscale',
  'runware removeBackground',
  'runware promptEnhance',
  'runware caption',
] as const;

const commits = [
  'accepted',
  'preparing',
  'waiting',
  'running',
  'sent',
  'made',
  'delivered',
  'failed',
  'cancelled',
  'removed',
  'forgotten',
  'told',
] as const;

const moments = ['before', 'after'] as const;
/** Of three kills one comes at no named step. */
const randomShare = 0.34;
const shortestLifeMs = 100;

/** Deals out where each life of the process ends: every named step comes up before any comes up again. */
export class KillPlan {
  readonly #random: Random;
  readonly #longestLifeMs: number;
  #deck: KillStep[] = [];
  #rare: KillStep[] = [];
  /** What did not come up in this deal of the deck. */
  readonly #missed = new Set<string>();
  /** How often each step was where the process died. */
  readonly met = new Map<string, number>();

  constructor(random: Random, longestLifeMs: number) {
    this.#random = random;
    this.#longestLifeMs = longestLifeMs;
  }

  next(): KillStep {
    if (this.#random.happens(randomShare)) return this.atRandom();
    if (this.#deck.length === 0) this.#shuffle();
    return this.#deck.pop() ?? this.atRandom();
  }

  atRandom(): KillStep {
    const afterMs = this.#random.between(shortestLifeMs, this.#longestLifeMs);
    return { kind: 'moment', afterMs, countsFrom: this.#random.happens(0.3) ? 'start' : 'awake' };
  }

  /** Takes a rare step whose turn is whenever it happens. */
  takeRare(call: string): Moment | undefined {
    const at = this.#rare.findIndex((step) => step.kind === 'call' && step.call === call);
    const [step] = at < 0 ? [] : this.#rare.splice(at, 1);
    return step?.kind === 'call' ? step.when : undefined;
  }

  /** A step that did not come up in its life comes up once more, before the deck is dealt anew. */
  putBack(step: KillStep): void {
    if (step.kind === 'moment' || this.#missed.has(nameStep(step))) return;
    this.#missed.add(nameStep(step));
    this.#deck.unshift(step);
  }

  died(where: string): void {
    this.met.set(where, (this.met.get(where) ?? 0) + 1);
  }

  /** The named steps at which the process never died. */
  get neverMet(): readonly string[] {
    return [...callSteps(usualCalls), ...callSteps(rareCalls), ...commitSteps()]
      .map(nameStep)
      .filter((name) => !this.met.has(name));
  }

  #shuffle(): void {
    this.#missed.clear();
    this.#deck = this.#random.shuffled([...callSteps(usualCalls), ...commitSteps()]);
    this.#rare = this.#random.shuffled(callSteps(rareCalls));
  }
}

export function nameStep(step: KillStep): string {
  switch (step.kind) {
    case 'moment':
      return 'at any moment';
    case 'call':
      return `${step.when} ${step.call}`;
    case 'commit':
      return `${step.when} commit: ${step.state}`;
    default:
      return step satisfies never;
  }
}

function callSteps(calls: readonly string[]): KillStep[] {
  return calls.flatMap((call) => moments.map((when) => ({ kind: 'call', call, when }) as const));
}

function commitSteps(): KillStep[] {
  return commits.flatMap((state) => moments.map((when) => ({ kind: 'commit', state, when }) as const));
}
