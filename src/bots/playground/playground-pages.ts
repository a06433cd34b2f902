import type { Context } from 'hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Command, CommandServices } from '../../commands/command.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import { resolveLanguage } from '../../commands/texts/texts.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import { referenceBounds } from '../../core/pictures/intake/picture-bounds.ts';
import type { PictureStore } from '../../core/pictures/picture-store.ts';
import { PictureMissing } from '../../core/pictures/picture-store.ts';
import { createPageGuard } from '../../web/page-guard.ts';
import { createPageHeaders } from '../../web/page-headers.ts';
import { streamChat } from './event-stream.ts';
import { describeMenu } from './menu.ts';
import { readPageFiles } from './page-files.ts';
import type { PlaygroundChat } from './playground-chat.ts';
import type { PlaygroundCourier } from './playground-courier.ts';
import { isVisible, PlaygroundDesk } from './playground-desk.ts';
import { personIdOf, placeId, playgroundPerson } from './playground-person.ts';
import { mostFiles, RequestUnreadable, readCommandRequest, readPressRequest } from './read-request.ts';
import type { AtOnce } from './show-reply.ts';
import { suggest } from './suggest.ts';

export interface PlaygroundPagesOptions {
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly chat: PlaygroundChat;
  readonly courier: PlaygroundCourier;
  readonly pictures: PictureStore;
  readonly rates: CommandRates;
  readonly now: () => number;
  readonly wording: Wording;
  readonly log: Log;
  readonly password: string | undefined;
  /** Whether requests are taken at the moment. */
  readonly isOpen: () => boolean;
}

/** The words, and as many pictures as may come along. */
const mostBodyBytes = mostFiles * referenceBounds.maxFileBytes + 200_000;

/** Creates everything that a browser can ask of the playground. The page can do what the commands can, and nothing else. */
export function createPlaygroundPages(options: PlaygroundPagesOptions): Hono {
  const { chat, isOpen, log, now, password, pictures, rates, services, wording } = options;
  const commands = options.commands.filter((command) => isOfferedOn(command, 'playground'));
  const desk = new PlaygroundDesk({ ...options, commands });
  const { files, html, scriptHash } = readPageFiles();
  const pages = new Hono();

  pages.use(createPageHeaders({ scriptHashes: [scriptHash] }));
  pages.use(createPageGuard({ password, realm: 'Easel' }));

  pages.get('/', (context) => {
    context.header('Cache-Control', 'no-cache');
    return context.html(html);
  });
  for (const [path, { bytes, mediaType }] of files) {
    pages.get(path, (context) =>
      context.body(bytes, 200, { 'Content-Type': mediaType, 'Cache-Control': 'no-cache' }),
    );
  }
  pages.get('/favicon.ico', (context) => context.body(null, 204));

  pages.get('/playground/menu', (context) => {
    const language = resolveLanguage(context.req.query('language') ?? '');
    return context.json(describeMenu(commands, { language, wording }));
  });
  pages.get('/playground/events', (context) => {
    const person = playgroundPerson.safeParse(context.req.query('person'));
    return person.success ? streamChat(context, chat, person.data) : context.notFound();
  });
  pages.get('/playground/suggestions', async (context) => {
    const { command, language = '', option, person, typed = '' } = context.req.query();
    const spec = commands.find(({ name }) => name === command)?.options[option ?? ''];
    const asking = playgroundPerson.safeParse(person);
    if (!asking.success || spec?.kind !== 'text') return context.notFound();
    const who = { personId: personIdOf(asking.data), placeId, isPrivateChat: false, sentAtMs: now() };
    const verdict = await rates.take({ ...who, kind: 'typing' });
    if (verdict.kind === 'refused') return context.json([]);
    const found = await suggest(spec, typed, {
      ...services,
      personId: who.personId,
      language: resolveLanguage(language),
      wording,
    });
    return context.json(found);
  });
  pages.get('/playground/pictures/:message/:index', async (context) => {
    const message = await chat.find(context.req.param('message'));
    const picture = message?.pictures[Number(context.req.param('index'))];
    if (message === undefined || picture?.mediaType === undefined) return context.notFound();
    if (!isVisible(message, context.req.query('person') ?? '')) return context.notFound();
    try {
      const bytes = new Uint8Array(await pictures.read(picture.key));
      const headers = { 'Content-Type': picture.mediaType, 'Cache-Control': 'private, max-age=86400' };
      return context.body(bytes, 200, headers);
    } catch (error) {
      if (!(error instanceof PictureMissing)) throw error;
      return context.notFound();
    }
  });

  const limit = bodyLimit({
    maxSize: mostBodyBytes,
    onError: (context) => context.text('expected less\n', 413),
  });
  pages.post('/playground/commands', limit, async (context) => {
    if (!isOpen()) return askAgain(context);
    const [request, sent] = await readCommandRequest(await readForm(context));
    return answer(context, await desk.use(request, sent));
  });
  pages.post('/playground/presses', limit, async (context) => {
    if (!isOpen()) return askAgain(context);
    const [request, sent] = await readPressRequest(await readForm(context));
    return answer(context, await desk.press(request, sent));
  });

  pages.notFound((context) => context.text('nothing is here\n', 404));
  pages.onError((error, context) => {
    if (error instanceof RequestUnreadable) return context.text(`${error.message}\n`, 400);
    log.error({ error, path: context.req.path }, 'the playground failed');
    return context.text('this failed; the log says why\n', 500);
  });
  return pages;
}

function answer(context: Context, atOnce: AtOnce | undefined) {
  return atOnce === undefined ? context.notFound() : context.json(atOnce);
}

/** The page asks again by itself, under the same id. */
function askAgain(context: Context) {
  return context.text('ask again in a moment\n', 503, { 'Retry-After': '1' });
}

async function readForm(context: Context): Promise<FormData> {
  try {
    return await context.req.formData();
  } catch (cause) {
    throw new RequestUnreadable('expected multipart/form-data', { cause });
  }
}
