import { pictureCommand } from './picture-command.ts';

/** Takes the background of a picture away. */
export const cutout = pictureCommand('cutout');
