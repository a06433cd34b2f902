import type { FailureCode } from '../core/failure.ts';
import type { FailureRecord, PictureTrouble } from '../core/failure-record.ts';
import type { Generation } from '../core/generation.ts';
import type { ReferenceProblem } from '../core/reference-source.ts';
import type { Verb } from '../core/verb.ts';
import { needsPicture } from '../core/verb.ts';
import { formatMoney } from './amounts.ts';
import { joinText, toPlainText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { Say } from './texts/texts.ts';

type HappenedKey =
  | 'contentRefused'
  | 'requestRefused'
  | 'referencesRefused'
  | 'modelUnavailable'
  | 'providerBusy'
  | 'providerUnreachable'
  | 'providerTimeout'
  | 'providerFailed'
  | 'providerPaused'
  | 'picturesUnusable'
  | 'outcomeUnknown'
  | 'internal'
  | 'banned';

type AdviceKey = 'Retry' | 'Later' | 'OtherWords' | 'OtherModel' | 'OtherPictures' | 'Operator' | 'Moderator';

interface FailureWords {
  readonly happened: HappenedKey;
  /** What to do next, by whether asking again may help. */
  readonly advice: { readonly mayRetryHelp: AdviceKey; readonly otherwise: AdviceKey };
  /** Whether the operator may have to look for it in the log. */
  readonly showsReference: boolean;
}

const wordsByCode = {
  'content-refused': {
    happened: 'contentRefused',
    advice: { mayRetryHelp: 'OtherWords', otherwise: 'OtherWords' },
    showsReference: false,
  },
  'request-refused': {
    happened: 'requestRefused',
    advice: { mayRetryHelp: 'Retry', otherwise: 'OtherModel' },
    showsReference: true,
  },
  'references-refused': {
    happened: 'referencesRefused',
    advice: { mayRetryHelp: 'OtherPictures', otherwise: 'OtherPictures' },
    showsReference: false,
  },
  'model-unavailable': {
    happened: 'modelUnavailable',
    advice: { mayRetryHelp: 'OtherModel', otherwise: 'OtherModel' },
    showsReference: true,
  },
  'provider-busy': {
    happened: 'providerBusy',
    advice: { mayRetryHelp: 'Retry', otherwise: 'Later' },
    showsReference: true,
  },
  'provider-unreachable': {
    happened: 'providerUnreachable',
    advice: { mayRetryHelp: 'Retry', otherwise: 'Operator' },
    showsReference: true,
  },
  'provider-timeout': {
    happened: 'providerTimeout',
    advice: { mayRetryHelp: 'Retry', otherwise: 'OtherModel' },
    showsReference: true,
  },
  'provider-failed': {
    happened: 'providerFailed',
    advice: { mayRetryHelp: 'Retry', otherwise: 'OtherModel' },
    showsReference: true,
  },
  'provider-out-of-funds': {
    happened: 'providerPaused',
    advice: { mayRetryHelp: 'Later', otherwise: 'Later' },
    showsReference: true,
  },
  'provider-key-rejected': {
    happened: 'providerPaused',
    advice: { mayRetryHelp: 'Later', otherwise: 'Later' },
    showsReference: true,
  },
  'pictures-unusable': {
    happened: 'picturesUnusable',
    advice: { mayRetryHelp: 'Retry', otherwise: 'OtherModel' },
    showsReference: true,
  },
  'outcome-unknown': {
    happened: 'outcomeUnknown',
    advice: { mayRetryHelp: 'Retry', otherwise: 'Operator' },
    showsReference: true,
  },
  internal: {
    happened: 'internal',
    advice: { mayRetryHelp: 'Retry', otherwise: 'Operator' },
    showsReference: true,
  },
  banned: {
    happened: 'banned',
    advice: { mayRetryHelp: 'Moderator', otherwise: 'Moderator' },
    showsReference: false,
  },
} as const satisfies Record<FailureCode, FailureWords>;

/** Says what happened, whether it cost anything, what to do next, and what to quote to the operator. */
export function wordFailure(
  generation: Generation,
  failure: FailureRecord,
  { isDraftPaid, say }: { readonly say: Say; readonly isDraftPaid: boolean },
): RichText {
  const { language } = generation;
  const words: FailureWords = wordsByCode[failure.code];
  const sentences = joinText(
    [
      failure.picture === undefined
        ? wordHappened(words.happened, generation, say)
        : wordPictureTrouble(generation, failure.picture, say),
      isDraftPaid && !failure.wasCharged
        ? say('draft.uncharged', language)
        : wordCharge(generation, failure, say),
      say(`failure.advice${adviceFor(failure, words, generation.wish.verb)}`, language),
    ],
    ' ',
  );
  if (!words.showsReference) return sentences;
  return joinText([sentences, say('failure.reference', language, { reference: failure.reference })], '\n');
}

/** Says in general what a code means, without advice. */
export function wordCode(code: FailureCode, { language, say }: { language: string; say: Say }): RichText {
  const { happened } = wordsByCode[code];
  return happened === 'referencesRefused'
    ? say('failure.referencesRefused', language, { count: 1 })
    : say(`failure.${happened}`, language);
}

function wordHappened(happened: HappenedKey, { language, wish }: Generation, say: Say): RichText {
  if (happened === 'outcomeUnknown' && wish.verb !== 'paint') {
    return say('failure.outcomeUnknownOfTool', language);
  }
  return happened === 'referencesRefused'
    ? say('failure.referencesRefused', language, { count: wish.references.length })
    : say(`failure.${happened}`, language);
}

function adviceFor(
  { mayRetryHelp, picture }: FailureRecord,
  { advice }: FailureWords,
  verb: Verb,
): AdviceKey {
  // Nothing is known against a picture that could not be fetched.
  if (picture?.problem === 'unreachable') return 'Retry';
  // The filter turned down a picture and not the words.
  if (picture?.problem === 'refused-by-filter') return 'OtherPictures';
  const key = mayRetryHelp ? advice.mayRetryHelp : advice.otherwise;
  if (verb === 'paint') return key;
  // Nobody chooses its model, and only `enhance` is about words.
  if (key === 'OtherModel') return 'Later';
  return key === 'OtherWords' && needsPicture(verb) ? 'OtherPictures' : key;
}

const problemKeys = {
  'not-found': 'notFound',
  unreachable: 'unreachable',
  'address-refused': 'addressRefused',
  'too-large': 'tooLarge',
  'not-a-picture': 'notAPicture',
  broken: 'broken',
  'format-unsupported': 'formatUnsupported',
  'too-many-pixels': 'tooManyPixels',
  'too-small': 'tooSmall',
  'too-narrow': 'tooNarrow',
  'refused-by-model': 'refusedByModel',
  'refused-by-filter': 'refusedByFilter',
} as const satisfies Record<ReferenceProblem, string>;

/** Names the picture that was the trouble, where there are several. */
function wordPictureTrouble({ language, wish }: Generation, trouble: PictureTrouble, say: Say): RichText {
  const format = trouble.format ?? '?';
  const problem = toPlainText(say(`pictureProblem.${problemKeys[trouble.problem]}`, language, { format }));
  return wish.references.length > 1
    ? say('failure.picture', language, { number: trouble.number, problem })
    : say('failure.onlyPicture', language, { problem });
}

function wordCharge(generation: Generation, failure: FailureRecord, say: Say): RichText {
  const { language, costMicros } = generation;
  if (!failure.wasCharged) return say('failure.uncharged', language);
  if (costMicros === undefined) return say('failure.charged', language);
  return say('failure.chargedAmount', language, { cost: formatMoney(costMicros, language) });
}
