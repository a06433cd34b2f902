import type { PersonalData } from '../core/privacy.ts';
import type { Button } from './button.ts';
import { joinText, toPlainText } from './join-text.ts';
import type { PrivacyStep } from './privacy-button.ts';
import { privacyButtonId } from './privacy-button.ts';
import type { ButtonRows, Page } from './reply.ts';
import type { RichText } from './rich-text.ts';
import type { Wording } from './wording.ts';

interface Reader {
  readonly language: string;
  readonly wording: Wording;
}

const dayMs = 24 * 60 * 60_000;

/** What is kept about a person, with buttons that copy and erase it. */
export function renderPrivacyPage(data: PersonalData, reader: Reader): Page {
  const { language, wording } = reader;
  const kept = listKept(data, reader);
  const blocks = [
    wording.text('privacy.heading', language),
    kept.length === 0 ? wording.text('privacy.nothing', language) : joinText(kept, '\n'),
    joinText([wordLinked(data, reader), wordRetention(data, reader), wordBeingErased(data, reader)], '\n'),
    wording.text('privacy.account', language),
  ];
  const copy = button('privacy.copy', { step: { kind: 'copy' }, look: 'plain' }, reader);
  const ask = button('privacy.erase', { step: { kind: 'ask' }, look: 'danger' }, reader);
  return page(blocks, kept.length === 0 ? [[copy]] : [[copy, ask]]);
}

/** Names what goes and what stays, before anything goes. */
export function renderErasureQuestion(data: PersonalData, reader: Reader): Page {
  const { language, wording } = reader;
  const { atMs: askedAtMs, people, underWay } = data;
  const cancelled = underWay === 0 ? [] : wording.text('privacy.underWay', language, { count: underWay });
  const parted = people.length > 1 ? wording.text('privacy.parted', language) : [];
  const blocks = [
    wording.text('privacy.ask', language),
    joinText(listKept(data, reader), '\n'),
    joinText([cancelled, parted], '\n'),
    wording.text('privacy.stays', language),
  ];
  const erase = button('privacy.confirm', { step: { kind: 'erase', askedAtMs }, look: 'danger' }, reader);
  const keep = button('privacy.keep', { step: { kind: 'show' }, look: 'plain' }, reader);
  return page(blocks, [[erase, keep]]);
}

/** Says what became of it. */
export function renderErased(before: PersonalData, { language, wording }: Reader): Page {
  const waits = before.underWay + before.beingErased;
  const blocks = [
    wording.text('privacy.erased', language),
    waits === 0 ? [] : wording.text('privacy.beingErased', language, { count: waits }),
    wording.text('privacy.account', language),
  ];
  return page(blocks, []);
}

function page(blocks: readonly RichText[], buttons: ButtonRows): Page {
  return { text: joinText(blocks, '\n\n'), pictures: [], altTexts: [], buttons };
}

function listKept(data: PersonalData, { language, wording }: Reader): readonly RichText[] {
  const { favourites, hasSettings, passing, pictureBytes, pictures, requests, searches } = data;
  const megabytes = Math.ceil(pictureBytes / 1_000_000);
  return [
    requests > 0 && wording.text('privacy.requests', language, { count: requests }),
    pictureBytes > 0 && wording.text('privacy.pictures', language, { count: pictures, megabytes }),
    favourites > 0 && wording.text('privacy.favourites', language, { count: favourites }),
    hasSettings && wording.text('privacy.settings', language),
    searches > 0 && wording.text('privacy.searches', language, { count: searches }),
    passing > 0 && wording.text('privacy.passing', language, { count: passing }),
  ].filter((line) => line !== false);
}

function wordLinked({ people }: PersonalData, { language, wording }: Reader): RichText {
  return people.length > 1 ? wording.text('privacy.linked', language) : [];
}

function wordRetention(
  { pictureBytes, picturesKeptMs }: PersonalData,
  { language, wording }: Reader,
): RichText {
  if (picturesKeptMs === undefined || pictureBytes === 0) return [];
  return wording.text('privacy.keptFor', language, { count: Math.round(picturesKeptMs / dayMs) });
}

function wordBeingErased({ beingErased }: PersonalData, { language, wording }: Reader): RichText {
  return beingErased === 0 ? [] : wording.text('privacy.beingErased', language, { count: beingErased });
}

type LabelKey = 'privacy.copy' | 'privacy.erase' | 'privacy.confirm' | 'privacy.keep';

function button(
  key: LabelKey,
  { look, step }: { readonly step: PrivacyStep; readonly look: Button['look'] },
  { language, wording }: Reader,
): Button {
  return { id: privacyButtonId(step), label: toPlainText(wording.text(key, language)), look };
}
