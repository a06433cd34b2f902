import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string>>;

const tools = {
  upscale: { priceDollars: 0.002 },
  cutout: { priceDollars: 0.0006 },
  describe: { priceDollars: 0.0013 },
  enhance: { priceDollars: 0.0002 },
};

/** The environment of an operator who has named the prices of everything that is no painting. */
export async function offerTools(environment: Environment): Promise<Environment> {
  const path = join(dirname(environment.DATABASE_URL ?? ''), 'models.json');
  await writeFile(path, JSON.stringify({ tools }));
  return { ...environment, MODELS_FILE: path };
}
