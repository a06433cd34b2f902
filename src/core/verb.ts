/** What can be asked of the image service. */
export const verbs = ['paint', 'upscale', 'cutout', 'describe', 'enhance'] as const;
export type Verb = (typeof verbs)[number];

/** Everything but painting does one thing to one picture, or to a few words, and has nothing to choose. */
export type ToolVerb = Exclude<Verb, 'paint'>;

export const toolVerbs = verbs.filter((verb): verb is ToolVerb => verb !== 'paint');

/** Whether what comes of it is words rather than pictures. */
export function makesTexts(verb: Verb): boolean {
  return verb === 'describe' || verb === 'enhance';
}

/** Whether it works on one picture; `enhance` works on words alone, and painting takes what its model takes. */
export function needsPicture(verb: Verb): boolean {
  return verb === 'upscale' || verb === 'cutout' || verb === 'describe';
}
