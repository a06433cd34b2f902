import { pictureCommand } from './picture-command.ts';

/** Makes a picture larger. */
export const upscale = pictureCommand('upscale');
