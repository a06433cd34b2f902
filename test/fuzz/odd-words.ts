import type { Random } from '../chaos/random.ts';

/** What people type by mistake, in another script, or to see what happens. */
const oddities = [
  'a fox',
  'лиса в снегу',
  'شجرة في الصحراء',
  '霧の中の灯台',
  '🦊',
  '👩‍👩‍👧‍👦🏳️‍🌈👨🏽‍🚀',
  'z̴̡̛͓̼a̷̢͝l̶̛̦g̸͙̔o̶͉̍',
  '\u200b\u200b',
  '\u2800',
  '\u202egnihtyna\u202c',
  '\ufeffa fox',
  'A\u030a',
  'ﷺ',
  '{{count}} {{prompt}}',
  '$t(fault)',
  '%s %d %n',
  '<b>bold</b><script>alert(1)</script>',
  '**bold** `code` ||spoiler|| [link](http://127.0.0.1/)',
  '@everyone <@1> <#2> </imagine:3>',
  "'; drop table generations; --",
  '../../../../etc/passwd',
  'http://127.0.0.1:8080/metrics',
  'http://169.254.169.254/latest/meta-data',
  'https://example.com/a.png',
  '--count 3',
  '—count 2 a fox',
  '--count --count --model',
  '"unclosed “quotes',
  '/imagine /imagine',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '\n\n\na fox\n\n\n',
  '\t',
  'grumpy fox',
  'a halved fox',
] as const;

const oddNumbers = ['-1', '0', '1', '4', '5', '1.5', '1e309', 'NaN', '0x10', '٣', '999999999999999999999'];

/** Words that nobody planned for, the same for the same chances. */
export class OddWords {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Within so many UTF-16 units, as a client counts them. */
  within(least: number, most: number): string {
    const text = this.#text(most);
    const fitting = text.slice(0, this.#endOf(text, most));
    return fitting.length >= least ? fitting : fitting.padEnd(least, 'x');
  }

  number(): string {
    return this.#random.pick(oddNumbers);
  }

  /** ASCII that may or may not mean something to a bot. */
  id(most: number): string {
    const length = this.#random.between(0, most);
    return Array.from({ length }, () => String.fromCharCode(this.#random.between(33, 126))).join('');
  }

  /** The same with one letter changed, left out or doubled. */
  mutated(text: string): string {
    const at = this.#random.between(0, Math.max(0, text.length - 1));
    const change = this.#random.pick(['', text.charAt(at).repeat(2), this.id(1), '.', '~']);
    return text.slice(0, at) + change + text.slice(at + 1);
  }

  #text(most: number): string {
    const chance = this.#random.next();
    if (chance < 0.5) return this.#random.pick(oddities);
    if (chance < 0.8)
      return Array.from({ length: this.#random.between(2, 6) }, () => this.#random.pick(oddities)).join(' ');
    return this.#random
      .pick(oddities)
      .repeat(Math.ceil(most / 4))
      .slice(0, most);
  }

  /** Never between the halves of a letter: no platform passes on a half. */
  #endOf(text: string, most: number): number {
    const code = text.charCodeAt(most - 1);
    return code >= 0xd800 && code <= 0xdbff ? most - 1 : most;
  }
}
