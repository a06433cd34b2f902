/** What the bot shows to a person at this moment. */
export interface Shown {
  readonly words: string;
  readonly pictures: number;
  /** The labels of what can be pressed. */
  readonly buttons: readonly string[];
}

/** A command with its options by name, as they are called on Discord; `prompt` and `code` are what has no flag on Telegram. */
export interface AskedCommand {
  readonly command: string;
  readonly options?: Readonly<Record<string, string | number | true>>;
  /** A JPEG that comes along. */
  readonly photo?: Buffer;
}

/** A person in a place of their own on one of the platforms, and what they see there. */
export interface Seat {
  /** Runs a command of the bot. */
  ask(command: AskedCommand): void;
  /** Presses a button of the newest message that has it. Throws when there is none. */
  press(label: RegExp): void;
  /** Waits until what the bot shows fits. Throws when it does not come to that. */
  until(fits: (shown: Shown) => boolean, description: string): Promise<void>;
  /** All that stands in this place now, as a page that looks like the platform. */
  page(): Promise<string>;
}

/** How a person comes to sit at a platform. */
export interface Platform {
  readonly name: 'discord' | 'telegram';
  /** In CSS pixels, and how many of the picture's pixels each of them has. */
  readonly view: { readonly width: number; readonly scale: number };
  seat(person: { readonly name: string; readonly language: 'en' | 'ru' }): Seat;
  /** Whoever runs the bot, one for each language. */
  operatorSeat(language: 'en' | 'ru'): Seat;
  /** As `platform:id`. */
  readonly operatorIds: readonly string[];
}

/** How those who run the bot are called. */
export const operatorNames = { en: 'Ada', ru: 'Аня' } as const;
