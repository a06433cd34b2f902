import { pictureCommand } from './picture-command.ts';

/** Says what a picture shows, in words that it could be painted from. */
export const describe = pictureCommand('describe');
