import type { ModelEntry } from '../core/model-catalog.ts';
import { formatMoney } from './amounts.ts';
import type { Command, CommandTools } from './command.ts';
import { joinText, lengthOf } from './join-text.ts';
import { hasFlags } from './option-problem-wording.ts';
import type { RichText } from './rich-text.ts';

/** Fits one message on every platform, with room for escapes and a note: Discord takes 2,000 units. */
const longestScreen = 1_700;

/** Shows what is on offer: price, typical time and what each model takes. */
export const models: Command<Record<never, never>> = {
  name: 'models',
  options: {},
  run: async (invocation, tools) => ({ kind: 'answer', text: renderModels(invocation, tools) }),
};

interface Screen {
  readonly language: string;
  readonly platform: string;
}

function renderModels(screen: Screen, tools: CommandTools): RichText {
  const { catalog, wording } = tools;
  const { language } = screen;
  const heading = wording.text('models.heading', language);
  const usage = wording.text('models.usage', language, { example: usageExample(screen, tools) });
  const shown: RichText[] = [heading];
  let room = longestScreen - lengthOf(heading) - lengthOf(usage);
  for (const [index, model] of catalog.offered.entries()) {
    const entry = renderModel(model, tools, language);
    room -= lengthOf(entry) + 2;
    if (room < 0) {
      shown.push(wording.text('list.more', language, { count: catalog.offered.length - index }));
      break;
    }
    shown.push(entry);
  }
  return joinText([...shown, usage], '\n\n');
}

function renderModel(model: ModelEntry, { catalog, wording }: CommandTools, language: string): RichText {
  const name = wording.text('models.name', language, { label: model.label, alias: shortName(model) });
  const isDefault = model.air === catalog.defaultModel.air;
  const seconds = wording.typicalSeconds({ model: model.air, references: [] });
  const facts = [
    model.priceMicros === undefined
      ? []
      : wording.text('models.price', language, { price: formatMoney(model.priceMicros, language) }),
    seconds === undefined ? [] : wording.text('models.seconds', language, { seconds }),
    wording.text('models.upTo', language, { count: model.maxResults }),
    wording.text(model.takesSeed ? 'models.takesSeed' : 'models.noSeed', language),
  ];
  const aspects = Object.keys(model.sizes).join(', ');
  const shape =
    aspects === ''
      ? wording.text('models.ownShape', language)
      : wording.text('models.aspects', language, { aspects });
  const title = joinText([name, isDefault ? wording.text('models.isDefault', language) : []], ' · ');
  return joinText([title, joinText(facts, ' · '), shape], '\n');
}

function usageExample({ language, platform }: Screen, { catalog, wording }: CommandTools): string {
  const { defaultModel, offered } = catalog;
  const model = shortName(offered.find(({ air }) => air !== defaultModel.air) ?? defaultModel);
  const [example] = wording.text('commands.imagine.example', language);
  const prompt = example?.text ?? '';
  return hasFlags({ platform })
    ? `/imagine --model ${model} ${prompt}`
    : `/imagine prompt:${prompt} model:${model}`;
}

function shortName(model: ModelEntry): string {
  return model.aliases[0] ?? model.air;
}
