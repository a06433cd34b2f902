import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string>>;

const tools = {
  upscale: { priceDollars: 0.002 },
  cutout: { priceDollars: 0.0006 },
  describe: { priceDollars: 0.0013 },
  enhance: { priceDollars: 0.0002 },
};

/** By the air of the model that paints drafts, then. */
export const draftingModel = 'runware:100@1';

const models = [{ air: draftingModel, priceDollars: 0.0004 }];

/** The environment of an operator who has named the prices of everything that is no painting, and of what paints drafts. */
export async function offerTools(environment: Environment): Promise<Environment> {
  const path = join(dirname(environment.DATABASE_URL ?? ''), 'models.json');
  await writeFile(path, JSON.stringify({ tools, models }));
  return { ...environment, MODELS_FILE: path };
}
