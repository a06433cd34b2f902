import { createRandom } from './random.ts';

const lights = [
  'soft morning light',
  'warm evening light',
  'a low sun behind thin clouds',
  'moonlight and long shadows',
] as const;
const views = [
  'a wide view with room around it',
  'seen from low down',
  'close up, the background out of focus',
  'from a little above',
] as const;
const manners = [
  'painted in gouache',
  'as a finely detailed photograph',
  'in muted watercolours',
  'in bold poster colours',
] as const;
const moods = ['calm and quiet', 'lively and bright', 'a little mysterious', 'cosy and warm'] as const;

/** A richer prompt of a plain one; the same words always give the same. */
export function enhanceWords(prompt: string): string {
  const { pick } = createRandom(prompt);
  return [prompt.trim(), pick(lights), pick(views), pick(manners), pick(moods)].join(', ');
}
