import type { ModelCatalog } from '../core/model-catalog.ts';
import { admin } from './admin.ts';
import type { Command } from './command.ts';
import { cutout } from './cutout.ts';
import { deleteResult } from './delete.ts';
import { describe } from './describe.ts';
import { enhance } from './enhance.ts';
import { favourites } from './favourites.ts';
import { createHelp } from './help.ts';
import { history } from './history.ts';
import { imagine } from './imagine.ts';
import { link } from './link.ts';
import { models } from './models.ts';
import { isOnOffer } from './offered-on.ts';
import { privacy } from './privacy.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { styles } from './styles.ts';
import { unlink } from './unlink.ts';
import { upscale } from './upscale.ts';
import { usage } from './usage.ts';

const others: readonly Command[] = [
  imagine,
  describe,
  enhance,
  upscale,
  cutout,
  models,
  styles,
  queue,
  history,
  favourites,
  deleteResult,
  settings,
  usage,
  link,
  unlink,
  privacy,
  admin,
];

/** Everything people can do, in the order in which menus and the help show it. */
export const allCommands: readonly Command[] = [...others, createHelp(others), start];

/** What people can do where these models are on offer. */
export function commandsWith(catalog: ModelCatalog): readonly Command[] {
  return allCommands.filter((command) => isOnOffer(command, catalog));
}
