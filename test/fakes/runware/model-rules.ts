/** What a model takes beyond the parameters that every model takes (https://runware.ai/docs/models). */
export interface ModelRules {
  readonly dollarsPerPicture: number;
  readonly promptLength: { readonly min: number; readonly max: number };
  readonly maxReferences: number;
  readonly takesSeed: boolean;
  readonly checksContent?: boolean;
  readonly takesSizeWithReferences: boolean;
  readonly takesSize: (width: number, height: number) => boolean;
}

const nanoBananaSizes = new Set([
  '1024x1024',
  '1248x832',
  '832x1248',
  '1184x864',
  '864x1184',
  '1152x896',
  '896x1152',
  '1344x768',
  '768x1344',
  '1536x672',
]);

const generic: ModelRules = {
  dollarsPerPicture: 0.02,
  promptLength: { min: 2, max: 3000 },
  maxReferences: 8,
  takesSeed: true,
  takesSizeWithReferences: true,
  takesSize: (width, height) => [width, height].every((side) => side >= 128 && side <= 4096),
};

const rules: Readonly<Record<string, ModelRules>> = {
  'google:4@1': {
    dollarsPerPicture: 0.039,
    promptLength: { min: 2, max: 3000 },
    maxReferences: 8,
    takesSeed: false,
    takesSizeWithReferences: false,
    takesSize: (width, height) => nanoBananaSizes.has(`${width}x${height}`),
  },
  'bfl:5@1': {
    dollarsPerPicture: 0.03,
    promptLength: { min: 2, max: 3000 },
    maxReferences: 8,
    takesSeed: true,
    takesSizeWithReferences: true,
    takesSize: (width, height) =>
      width * height <= 4_194_304 && [width, height].every((side) => side >= 256 && side % 16 === 0),
  },
  'google:4@2': { ...generic, dollarsPerPicture: 0.138, takesSeed: false },
  'bfl:6@1': { ...generic, dollarsPerPicture: 0.06 },
  'bfl:3@1': { ...generic, dollarsPerPicture: 0.04, maxReferences: 2 },
  'bfl:4@1': { ...generic, dollarsPerPicture: 0.08, maxReferences: 2 },
  'runware:106@1': { ...generic, dollarsPerPicture: 0.0105, maxReferences: 2 },
  'runware:100@1': { ...generic, checksContent: true, dollarsPerPicture: 0.0004, maxReferences: 0 },
  'runware:101@1': { ...generic, dollarsPerPicture: 0.0038, maxReferences: 0 },
  'runware:400@1': { ...generic, dollarsPerPicture: 0.009 },
};

const airIdentifier = /^[a-z0-9-]+:[a-z0-9.-]+@[a-z0-9.-]+$/;

/** The rules of a model; models that are only listed by name get the generic ones. */
export function rulesOf(model: string): ModelRules | undefined {
  return rules[model] ?? (airIdentifier.test(model) && !model.startsWith('unknown:') ? generic : undefined);
}
