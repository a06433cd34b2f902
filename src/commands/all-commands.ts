import type { Command } from './command.ts';
import { favourites } from './favourites.ts';
import { createHelp } from './help.ts';
import { history } from './history.ts';
import { imagine } from './imagine.ts';
import { link } from './link.ts';
import { models } from './models.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { styles } from './styles.ts';
import { unlink } from './unlink.ts';
import { usage } from './usage.ts';

const others: readonly Command[] = [
  imagine,
  models,
  styles,
  queue,
  history,
  favourites,
  settings,
  usage,
  link,
  unlink,
];

/** Everything people can do, in the order in which menus and the help show it. */
export const allCommands: readonly Command[] = [...others, createHelp(others), start];
