import { z } from 'zod';
import { checkJson } from './json-check.ts';
import type { ModelCatalog, ModelEntry } from './model-catalog.ts';
import { normalizeModelName } from './model-name.ts';
import { toMicros } from './money.ts';
import { toolsSchema } from './tools-file.ts';
import { pictureFormats } from './wish.ts';

const aspectName = z.string().regex(/^[1-9]\d?:[1-9]\d?$/, 'expected an aspect ratio such as "16:9"');
const side = z.int().min(64).max(16_384);
const seconds = z.number().positive().max(3600);

const modelChange = z.strictObject({
  air: z.string().regex(/^[^\s:@]+:[^\s:@]+@[^\s:@]+$/, 'expected an AIR identifier such as "google:4@1"'),
  label: z.string().trim().min(1).optional(),
  aliases: z
    .array(z.string().regex(/^[^\s_]+$/, 'expected a name without spaces'))
    .min(1)
    .optional(),
  priceDollars: z.number().nonnegative().max(100).optional(),
  referencePriceDollars: z.number().nonnegative().max(100).optional(),
  sizes: z.record(aspectName, z.strictObject({ width: side, height: side })).optional(),
  takesSizeWithReferences: z.boolean().optional(),
  needsSize: z.boolean().optional(),
  takesSeed: z.boolean().optional(),
  checksContent: z.boolean().optional(),
  formats: z.array(z.enum(pictureFormats)).min(1).optional(),
  maxReferences: z.int().min(0).max(14).optional(),
  maxResults: z.int().min(1).max(4).optional(),
  promptLength: z
    .strictObject({ min: z.int().min(1), max: z.int().max(32_000) })
    .refine(({ min, max }) => min <= max, 'expected min not to be above max')
    .optional(),
  typicalSeconds: z.strictObject({ text: seconds, references: seconds }).optional(),
});

const schema = z.strictObject({
  /** The model of requests that name none. */
  default: z.string().optional(),
  /** The model that paints drafts; `false` for none. */
  draft: z.union([z.string(), z.literal(false)]).optional(),
  /** The only models on offer, by any of their names, in the order in which they are shown. */
  offered: z.array(z.string()).min(1).optional(),
  /** Changes to known models and whole new ones, told apart by their AIR identifier. */
  models: z.array(modelChange).optional(),
  /** What does everything but painting, by what it does. */
  tools: toolsSchema.optional(),
});

/** What an operator's file may say about the models on offer. */
export type ModelsFile = z.infer<typeof schema>;
type ModelChange = z.infer<typeof modelChange>;

/** The operator's file cannot be used; `faults` lists every reason in plain words, each with its path in the file. */
export class InvalidModelsFile extends Error {
  override readonly name = 'InvalidModelsFile';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the models file cannot be used: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/**
 * Reads the text of a models file.
 *
 * @throws InvalidModelsFile
 */
export function parseModelsFile(text: string): ModelsFile {
  const checked = checkJson(text, schema);
  if (checked.kind === 'faults') throw new InvalidModelsFile(checked.faults);
  return checked.data;
}

/**
 * The models on offer once the file's changes are made. Models without a price are left out.
 *
 * @throws InvalidModelsFile when names clash, or a model that is asked for is unknown or has no price.
 */
export function applyModelsFile(
  file: ModelsFile,
  known: readonly ModelEntry[],
): Pick<ModelCatalog, 'offered' | 'defaultModel' | 'draftModel'> {
  const faults: string[] = [];
  const models = changeModels(file.models ?? [], known, faults);
  faults.push(...clashingNames(models));
  const offered = selectOffered(file.offered, models, faults);
  const defaultModel =
    file.default === undefined ? offered[0] : findModel(file.default, offered, 'default', faults);
  const draftModel = selectDrafting(file.draft, offered, faults);
  if (faults.length > 0) throw new InvalidModelsFile(faults);
  if (defaultModel === undefined) throw new InvalidModelsFile(['offered: expected at least one model']);
  return { offered, defaultModel, draftModel };
}

function changeModels(
  changes: readonly ModelChange[],
  known: readonly ModelEntry[],
  faults: string[],
): readonly ModelEntry[] {
  const models = new Map(known.map((entry) => [entry.air, entry]));
  const changed = new Set<string>();
  for (const [index, change] of changes.entries()) {
    const path = `models[${index}]`;
    if (changed.has(change.air)) faults.push(`${path}.air: ${change.air} stands in the file twice`);
    changed.add(change.air);
    const entry = models.get(change.air) ?? newModel(change, path, faults);
    const next = changeModel(entry, change);
    if (next.needsSize && next.sizes['1:1'] === undefined) {
      faults.push(`${path}.sizes: a model that needs a size needs one for "1:1"`);
    }
    models.set(change.air, next);
  }
  return [...models.values()];
}

function newModel(change: ModelChange, path: string, faults: string[]): ModelEntry {
  for (const field of ['label', 'aliases', 'priceDollars'] as const) {
    if (change[field] === undefined) faults.push(`${path}.${field}: a new model needs it`);
  }
  return {
    air: change.air,
    label: change.air,
    aliases: [],
    sizes: {},
    takesSizeWithReferences: false,
    needsSize: false,
    takesSeed: false,
    formats: ['jpeg', 'png'],
    maxReferences: 0,
    maxResults: 1,
    promptLength: { min: 2, max: 3000 },
    priceMicros: undefined,
    referencePriceMicros: 0,
    typicalSeconds: { text: 20, references: 60 },
  };
}

function changeModel(entry: ModelEntry, change: ModelChange): ModelEntry {
  const { priceDollars, referencePriceDollars, ...fields } = change;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return {
    ...entry,
    ...given,
    priceMicros: priceDollars === undefined ? entry.priceMicros : toMicros(priceDollars),
    referencePriceMicros:
      referencePriceDollars === undefined ? entry.referencePriceMicros : toMicros(referencePriceDollars),
  };
}

function clashingNames(models: readonly ModelEntry[]): readonly string[] {
  const owners = new Map<string, string>();
  const faults: string[] = [];
  for (const { air, label, aliases } of models) {
    for (const name of new Set([air, label, ...aliases].map(normalizeModelName))) {
      const owner = owners.get(name);
      if (owner !== undefined) faults.push(`models: ${owner} and ${air} are both called "${name}"`);
      owners.set(name, air);
    }
  }
  return faults;
}

function selectOffered(
  names: readonly string[] | undefined,
  models: readonly ModelEntry[],
  faults: string[],
): readonly ModelEntry[] {
  if (names === undefined) return models.filter((entry) => entry.priceMicros !== undefined);
  const selected = new Set<ModelEntry>();
  for (const [index, name] of names.entries()) {
    const entry = findModel(name, models, `offered[${index}]`, faults);
    if (entry === undefined) continue;
    if (entry.priceMicros === undefined) {
      faults.push(
        `offered[${index}]: ${entry.air} has no known price; give it one as priceDollars in models`,
      );
    }
    selected.add(entry);
  }
  return [...selected];
}

/** A draft that takes longer comes hardly before what it is the draft of. */
const longestDraftSeconds = 10;

/** The cheapest fast model, unless the operator has named one. */
function selectDrafting(
  name: ModelsFile['draft'],
  offered: readonly ModelEntry[],
  faults: string[],
): ModelEntry | undefined {
  if (name === false) return undefined;
  if (name !== undefined) return findModel(name, offered, 'draft', faults);
  return offered
    .filter(({ typicalSeconds }) => typicalSeconds.text <= longestDraftSeconds)
    .toSorted((one, other) => (one.priceMicros ?? 0) - (other.priceMicros ?? 0))[0];
}

function findModel(
  name: string,
  models: readonly ModelEntry[],
  path: string,
  faults: string[],
): ModelEntry | undefined {
  const asked = normalizeModelName(name);
  const found = models.find(({ air, label, aliases }) =>
    [air, label, ...aliases].some((candidate) => normalizeModelName(candidate) === asked),
  );
  if (found === undefined) faults.push(`${path}: no model on offer is called "${name}"`);
  return found;
}
