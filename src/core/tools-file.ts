import { z } from 'zod';
import { knownTools } from './known-tools.ts';
import type { ToolEntry } from './model-catalog.ts';
import { toMicros } from './money.ts';
import { toolVerbs } from './verb.ts';

const airIdentifier = z
  .string()
  .regex(/^[^\s:@]+:[^\s:@]+@[^\s:@]+$/, 'expected an AIR identifier such as "google:4@1"');

const toolChange = z.strictObject({
  priceDollars: z.number().nonnegative().max(100),
  air: airIdentifier.optional(),
  label: z.string().trim().min(1).optional(),
  typicalSeconds: z.number().positive().max(3600).optional(),
});

/** What an operator's file may say about everything but painting; a price puts it on offer. */
export const toolsSchema = z.partialRecord(z.enum(toolVerbs), toolChange);

export type ToolsFile = z.infer<typeof toolsSchema>;

/** What is on offer once the file's changes are made. */
export function applyToolsFile(
  file: ToolsFile,
  { isFree }: { readonly isFree: boolean },
): readonly ToolEntry[] {
  return knownTools
    .map((tool) => changeTool(tool, file[tool.verb]))
    .map((tool) => (isFree ? { ...tool, priceMicros: tool.priceMicros ?? 0 } : tool))
    .filter(({ priceMicros }) => priceMicros !== undefined);
}

function changeTool(tool: ToolEntry, change: ToolsFile[ToolEntry['verb']]): ToolEntry {
  if (change === undefined) return tool;
  const { air = tool.air, priceDollars, typicalSeconds: seconds } = change;
  return {
    ...tool,
    air,
    label: change.label ?? (air === tool.air ? tool.label : air),
    priceMicros: toMicros(priceDollars),
    typicalSeconds: seconds === undefined ? tool.typicalSeconds : { text: seconds, references: seconds },
  };
}
