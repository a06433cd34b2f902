import type { Command, Invocation } from './command.ts';
import { descriptionKey, optionKey } from './command-texts.ts';
import { imagine } from './imagine.ts';
import { joinText, toPlainText } from './join-text.ts';
import { isOfferedOn } from './offered-on.ts';
import type { OptionSpec } from './option.ts';
import { hasFlags } from './option-problem-wording.ts';
import type { RichText } from './rich-text.ts';
import type { Wording } from './wording.ts';

/** Shows on one screen what people can do; derived from the commands, so that nothing is left out. */
export function createHelp(others: readonly Command[]): Command<Record<never, never>> {
  return {
    name: 'help',
    options: {},
    run: async (invocation, { wording }) => ({
      kind: 'answer',
      text: renderHelp(invocation, { others, wording }),
    }),
  };
}

type Screen = Pick<Invocation, 'platform' | 'language'>;

interface HelpTools {
  readonly others: readonly Command[];
  readonly wording: Wording;
}

function renderHelp(screen: Screen, { others, wording }: HelpTools): RichText {
  const { language } = screen;
  const listed = others.filter(
    (command) => command.name !== imagine.name && isOfferedOn(command, screen.platform),
  );
  const heading = joinText([wording.text('help.heading', language), renderExamples(screen, wording)], '\n');
  const options = Object.entries<OptionSpec>(imagine.options)
    .filter(([name, spec]) => !isTheWords(spec) && isOfferedOn(spec, screen.platform) && !isOneMore(name))
    .map(([name, spec]) => renderOption({ name, spec, screen, wording }));
  const optionsHeading = wording.text(hasFlags(screen) ? 'help.options' : 'help.optionsPicked', language);
  const commands = listed.map((command) =>
    joinText([code(`/${command.name}`), wording.text(descriptionKey(command), language)], ' – '),
  );
  return joinText(
    [
      heading,
      joinText([optionsHeading, ...options], '\n'),
      joinText([wording.text('help.commands', language), ...commands], '\n'),
      renderMenus(screen, wording),
      wording.text('help.chooseModel', language),
    ],
    '\n\n',
  );
}

/** What Discord shows beside messages and people, where nobody looks without a hint. */
function renderMenus({ language, platform }: Screen, wording: Wording): RichText {
  if (platform !== 'discord') return [];
  return wording.text('discord.help', language, {
    message: toPlainText(wording.text('discord.menuMessage', language)),
    avatar: toPlainText(wording.text('discord.menuAvatar', language)),
  });
}

/** Two commands to copy: the shortest one, and one with options. */
export function renderExamples(screen: Screen, wording: Wording): RichText {
  const { language } = screen;
  const simple = firstWords(wording.text('commands.imagine.example', language));
  const rich = firstWords(wording.text('commands.imagine.exampleWithOptions', language));
  const examples = hasFlags(screen)
    ? [`/imagine ${simple}`, `/imagine ${rich} --count 2 --aspect 16:9`]
    : [`/imagine prompt:${simple}`, `/imagine prompt:${rich} count:2 aspect:16:9`];
  return joinText(examples.map(code), '\n');
}

interface ListedOption {
  readonly name: string;
  readonly spec: OptionSpec;
  readonly screen: Screen;
  readonly wording: Wording;
}

function renderOption({ name, spec, screen, wording }: ListedOption): RichText {
  const text = wording.text(optionKey(imagine, name), screen.language);
  if (!hasFlags(screen)) return joinText([code(name), text], ' – ');
  const short = spec.short === undefined ? [] : code(`-${spec.short}`);
  return joinText([joinText([code(`--${name}`), short], ' '), text], ' – ');
}

function isTheWords(spec: OptionSpec): boolean {
  return spec.kind === 'text' && spec.isRest === true;
}

/** `image2` and its like: the line of the first one stands for all. */
function isOneMore(name: string): boolean {
  return /\d$/.test(name);
}

function code(text: string): RichText {
  return [{ text, style: 'code' }];
}

function firstWords(text: RichText): string {
  return text[0]?.text ?? '';
}
