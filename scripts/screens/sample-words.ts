/**
 * What a model may say of `docs/pictures/sandbox-lighthouse.jpg`. The sandbox sees colours only. In English
 * for everybody: no task says which language the words should be in.
 */
export const description =
  'A red and white striped lighthouse on a dark, rocky point at dawn. Its pale beam crosses a violet sky with thin clouds, the sun stands low over distant hills and glitters on a calm sea. Flat illustration, soft gradients, warm pinks and deep purples.';

const richer: Readonly<Record<string, string>> = {
  'a fox in the snow':
    'a red fox in the snow, its tail curled around its paws, snowflakes on its fur, pines out of focus behind it, soft evening light, photographed close up',
  'лиса в снегу':
    'рыжая лиса в снегу, хвост обвит вокруг лап, снежинки на шерсти, размытые сосны позади, мягкий вечерний свет, снято крупным планом',
};

/** What a model may make of a prompt. @throws Error for one that has no sample yet. */
export function richerWords(prompt: string): string {
  const words = richer[prompt];
  if (words === undefined) throw new Error(`no richer words are written for ${prompt} yet`);
  return words;
}
