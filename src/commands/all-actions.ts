import type { Action } from './action.ts';
import { administer } from './actions/administer.ts';
import { again } from './actions/again.ts';
import { cancel } from './actions/cancel.ts';
import { change } from './actions/change.ts';
import { cutOutResult } from './actions/cutout.ts';
import { favourite } from './actions/favourite.ts';
import { files } from './actions/files.ts';
import { join } from './actions/join.ts';
import { banReported, deleteReported, keepReported } from './actions/judge-report.ts';
import { paintWords } from './actions/paint-words.ts';
import { remove } from './actions/remove.ts';
import { report } from './actions/report.ts';
import { retry } from './actions/retry.ts';
import { set } from './actions/set.ts';
import { tendPrivacy } from './actions/tend-privacy.ts';
import { tendQueue } from './actions/tend-queue.ts';
import { turnGallery } from './actions/turn-gallery.ts';
import { upscaleResult } from './actions/upscale.ts';
import { vary } from './actions/vary.ts';
import { workFrom } from './actions/work-from.ts';

/** Everything that buttons do. An action stays here for as long as messages with its buttons exist. */
export const allActions: readonly Action[] = [
  administer,
  again,
  banReported,
  cancel,
  change,
  cutOutResult,
  deleteReported,
  favourite,
  files,
  join,
  keepReported,
  paintWords,
  remove,
  report,
  retry,
  set,
  tendPrivacy,
  tendQueue,
  turnGallery,
  upscaleResult,
  vary,
  workFrom,
];
