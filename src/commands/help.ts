import { authorityOf } from './admin/authorise.ts';
import type { Command, Invocation } from './command.ts';
import { descriptionKey, optionKey } from './command-texts.ts';
import { imagine } from './imagine.ts';
import { joinText, toPlainText } from './join-text.ts';
import { isOfferedOn, isOnOffer } from './offered-on.ts';
import type { OptionSpec, OptionSpecs } from './option.ts';
import { hasFlags } from './option-problem-wording.ts';
import type { RichText } from './rich-text.ts';
import type { Suggest } from './suggestion.ts';
import type { Wording } from './wording.ts';

/** Shows what a newcomer needs, or all about one command; derived from the commands, so that nothing is left out. */
export function createHelp(others: readonly Command[]) {
  const suggest: Suggest = async (typed) =>
    others
      .filter(({ isForModerators, name }) => isForModerators !== true && name.startsWith(nameIn(typed)))
      .map(({ name }) => ({ label: [{ text: `/${name}`, style: 'plain' }], value: name }));
  const options = {
    command: { kind: 'text', isRest: true, maxLength: 100, suggest },
  } as const satisfies OptionSpecs;
  const help: Command<typeof options> = {
    name: 'help',
    options,
    run: async (invocation, { catalog, house, wording }) => {
      const authority = await authorityOf(invocation, house);
      const keepsOrder = authority.isAdmin || authority.moderatedPlaceId !== undefined;
      const listed = others.filter(
        (command) =>
          isOfferedOn(command, invocation.platform) &&
          isOnOffer(command, catalog) &&
          (keepsOrder || command.isForModerators !== true),
      );
      const asked = listed.find(({ name }) => name === nameIn(invocation.values.command ?? ''));
      const text =
        asked === undefined
          ? renderOverview(invocation, { listed, wording })
          : renderDetails(invocation, { command: asked, wording });
      return { kind: 'answer', text };
    },
  };
  return help;
}

type Screen = Pick<Invocation, 'platform' | 'language'>;

function nameIn(typed: string): string {
  return typed.trim().toLowerCase().replace(/^\//, '');
}

function renderOverview(
  screen: Screen,
  { listed, wording }: { readonly listed: readonly Command[]; readonly wording: Wording },
): RichText {
  const { language } = screen;
  const others = listed.filter(({ name }) => name !== imagine.name).map(({ name }) => `/${name}`);
  const example = `/help ${hasFlags(screen) ? '' : 'command:'}${imagine.name}`;
  const blocks = [
    [wording.text('help.heading', language), renderExamples(screen, wording)],
    [
      wording.text(hasFlags(screen) ? 'help.pictures' : 'help.picturesAttached', language),
      renderMenus(screen, wording),
      wording.text('help.results', language),
    ],
    [
      wording.text('help.commands', language, { commands: others.join(' · ') }),
      wording.text('help.details', language, { example }),
    ],
    [wording.text('help.chooseModel', language)],
  ];
  return joinText(
    blocks.map((lines) => joinText(lines, '\n')),
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

function renderDetails(
  screen: Screen,
  { command, wording }: { readonly command: Command; readonly wording: Wording },
): RichText {
  const { language, platform } = screen;
  const heading = joinText(
    [code(`/${command.name}`), wording.text(descriptionKey(command), language)],
    ' – ',
  );
  if (command.subcommands !== undefined) return renderParts(screen, { command, heading, wording });
  const options = Object.entries<OptionSpec>(command.options)
    .filter(([name, spec]) => isOfferedOn(spec, platform) && !isOneMore(name))
    .map(([name, spec]) =>
      joinText([renderName(name, { spec, screen }), wording.text(optionKey(command, name), language)], ' – '),
    );
  if (options.length === 0) return heading;
  const optionsHeading = wording.text(hasFlags(screen) ? 'help.options' : 'help.optionsPicked', language);
  return joinText([heading, joinText([optionsHeading, ...options], '\n')], '\n\n');
}

function renderParts(
  { language }: Screen,
  {
    command,
    heading,
    wording,
  }: {
    readonly command: Command;
    readonly heading: RichText;
    readonly wording: Wording;
  },
): RichText {
  const parts = (command.subcommands ?? []).map((part) =>
    joinText([code(`/${command.name} ${part.name}`), wording.text(descriptionKey(part), language)], ' – '),
  );
  return joinText([heading, joinText(parts, '\n')], '\n\n');
}

/** As people write it: what needs no flag goes by its name alone. */
function renderName(
  name: string,
  { screen, spec }: { readonly screen: Screen; readonly spec: OptionSpec },
): RichText {
  if (!hasFlags(screen) || (spec.kind === 'text' && spec.isRest === true)) return code(name);
  return joinText([code(`--${name}`), spec.short === undefined ? [] : code(`-${spec.short}`)], ' ');
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
