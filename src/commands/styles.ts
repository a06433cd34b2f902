import { decorate } from '../core/style.ts';
import type { Command, CommandTools } from './command.ts';
import { joinText, lengthOf } from './join-text.ts';
import { nameStyle } from './name-style.ts';
import { hasFlags } from './option-problem-wording.ts';
import type { RichText } from './rich-text.ts';

/** Fits one message on every platform, with room for escapes and a note: Discord takes 2,000 units. */
const longestScreen = 1_700;

/** Shows the styles on offer, and with an example what a style does. */
export const styles: Command<Record<never, never>> = {
  name: 'styles',
  options: {},
  run: async (invocation, tools) => ({ kind: 'answer', text: renderStyles(invocation, tools) }),
};

interface Screen {
  readonly language: string;
  readonly platform: string;
}

function renderStyles(screen: Screen, tools: CommandTools): RichText {
  const { catalog, wording } = tools;
  const { language } = screen;
  const heading = wording.text('styles.heading', language);
  const example = renderExample(screen, tools);
  const lines: RichText[] = [];
  let room = longestScreen - lengthOf(heading) - lengthOf(example);
  for (const [index, style] of catalog.styles.offered.entries()) {
    const line = wording.text('styles.name', language, { name: nameStyle(style, language), key: style.key });
    room -= lengthOf(line) + 1;
    if (room < 0) {
      lines.push(wording.text('list.more', language, { count: catalog.styles.offered.length - index }));
      break;
    }
    lines.push(line);
  }
  return joinText([heading, joinText(lines, '\n'), example], '\n\n');
}

/** What to type, and what the model is then given. */
function renderExample(screen: Screen, { catalog, wording }: CommandTools): RichText {
  const { language } = screen;
  const style = catalog.styles.find('watercolour') ?? catalog.styles.offered[0];
  if (style === undefined) return [];
  const words = wording.text('commands.imagine.exampleWithOptions', language)[0]?.text ?? '';
  const example = hasFlags(screen)
    ? `/imagine --style ${style.key} ${words}`
    : `/imagine prompt:${words} style:${style.key}`;
  return joinText(
    [
      wording.text('styles.usage', language, { example }),
      wording.text('styles.adds', language, { prompt: decorate(words, style) }),
      wording.text('styles.usual', language),
    ],
    '\n',
  );
}
