import type { GalleryLook, GalleryPage } from '../core/gallery.ts';
import type { Generation } from '../core/generation.ts';
import type { Button } from './button.ts';
import { readButtonId } from './button-id.ts';
import type { CommandTools, Invocation } from './command.ts';
import { galleryTurnId } from './gallery-button.ts';
import { joinText, toPlainText } from './join-text.ts';
import type { ButtonRows, Page, Reply } from './reply.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';

type Person = Pick<Invocation, 'language' | 'personId'>;
type Look = Omit<GalleryLook, 'personId'>;

/** With its facts below, fits the caption of a picture on Telegram: https://core.telegram.org/bots/api#sendphoto */
const longestPainting = 700;
/** What has no room here stands below the result itself. */
const mostRows = 5;
const longestPrompt = 300;
const longestWords = 60;

/** Shows one painting of many, with buttons for it and to its neighbours. It is always the asking person's own view. */
export async function showGallery(person: Person, look: Look, tools: CommandTools): Promise<Reply> {
  const { language, personId } = person;
  const found = await tools.gallery.look({ ...look, personId });
  if (found === undefined) return { kind: 'page', page: emptyPage(look, language, tools) };
  const searchKey =
    look.words === '' ? undefined : await tools.gallery.keepSearch({ personId, words: look.words });
  return { kind: 'page', page: renderPage({ person, look, found, searchKey }, tools) };
}

interface Found {
  readonly person: Person;
  readonly look: Look;
  readonly found: GalleryPage;
  readonly searchKey: string | undefined;
}

function renderPage(view: Found, tools: CommandTools): Page {
  const { results } = view.found.painting;
  const shown = asShown(view);
  const outcome = { generation: { ...shown, wish: shortWish(shown) }, pictures: results };
  const parts = [
    renderHeading(view, tools),
    tools.wording.outcomeWithin(outcome, longestPainting),
    renderCircumstances(view, tools),
  ];
  return {
    text: joinText(parts, '\n'),
    pictures: results,
    altTexts: results.map((picture) => tools.wording.altText(shown, picture)),
    buttons: [renderTurns(view, tools), ...renderActions(view, tools)]
      .filter((row) => row.length > 0)
      .slice(0, mostRows),
  };
}

/** A gallery shows what was painted, however its request ended, in the language of whoever looks. */
function asShown({ found, person }: Found): Generation {
  return { ...found.painting.generation, state: 'delivered', language: person.language };
}

function shortWish({ wish }: Generation): Generation['wish'] {
  return { ...wish, prompt: shorten(wish.prompt.trim(), longestPrompt) };
}

function renderHeading({ found, look, person }: Found, { wording }: CommandTools): RichText {
  const { language } = person;
  const { place, total } = found;
  if (look.words !== '') return wording.text('gallery.found', language, { words: short(look), place, total });
  const key = look.shelf === 'history' ? 'gallery.history' : 'gallery.favourites';
  return wording.text(key, language, { place, total });
}

/** When it was, and what is special about it. */
function renderCircumstances({ found, person }: Found, { wording }: CommandTools): RichText {
  const { generation, owners } = found.painting;
  const { language, personId } = person;
  const when = wording.ago(generation.endedAtMs ?? generation.acceptedAtMs, language);
  const facts: RichText[] = [[{ text: when, style: 'plain' }]];
  if (generation.isPrivate) facts.push(wording.text('gallery.private', language));
  if (!owners.includes(personId)) {
    facts.push(wording.text('gallery.ofSomebodyElse', language));
  } else if (generation.state === 'undeliverable') {
    facts.push(wording.text('gallery.unsent', language));
  } else if (generation.state === 'cancelled') {
    facts.push(wording.text('gallery.afterCancelling', language));
  }
  return joinText(facts, ' · ');
}

const turnKeys = { newer: 'gallery.newer', older: 'gallery.older' } as const;

function renderTurns(
  { found, look, person, searchKey }: Found,
  { wording }: CommandTools,
): readonly Button[] {
  const turn = (to: 'older' | 'newer'): Button => {
    const step = { to, than: found.painting.generation.id } as const;
    return {
      id: galleryTurnId({ shelf: look.shelf, step, searchKey }),
      label: toPlainText(wording.text(turnKeys[to], person.language)),
      look: 'plain',
    };
  };
  return [...(found.place > 1 ? [turn('newer')] : []), ...(found.place < found.total ? [turn('older')] : [])];
}

/** What a result offers anywhere, but for what this person may not do. */
function renderActions(view: Found, { wording }: CommandTools): ButtonRows {
  const { owners, results } = view.found.painting;
  const missing = owners.includes(view.person.personId) ? ['report'] : ['remove'];
  return wording
    .buttons(asShown(view), results.length)
    .map((row) => row.filter(({ id }) => !missing.includes(readButtonId(id)?.action ?? '')))
    .filter((row) => row.length > 0);
}

function emptyPage(look: Look, language: string, { wording }: CommandTools): Page {
  const text =
    look.words !== ''
      ? wording.text('gallery.nothingFound', language, { words: short(look) })
      : wording.text(look.shelf === 'history' ? 'gallery.noHistory' : 'gallery.noFavourites', language);
  return { text, pictures: [], altTexts: [], buttons: [] };
}

function short({ words }: Look): string {
  return shorten(words.replaceAll(/\s+/g, ' '), longestWords);
}
