/** Something that was shown, and the generation that it is known to be about. */
interface About {
  readonly generationId: string | undefined;
}

/**
 * Tells to which generation each final answer belongs. One that does not say it by itself (no buttons, no pictures) goes
 * to the first that has none, so that nothing is lost only because nobody can tell.
 */
export function shareOut<Final extends About>(
  finals: readonly Final[],
  generationIds: readonly (string | undefined)[],
): ReadonlyMap<string | undefined, readonly Final[]> {
  const shared = new Map<string | undefined, Final[]>(generationIds.map((id) => [id, []]));
  const [first] = generationIds;
  const give = (id: string | undefined, final: Final) => shared.get(id)?.push(final);
  for (const final of finals) if (shared.has(final.generationId)) give(final.generationId, final);
  for (const final of finals) {
    if (shared.has(final.generationId)) continue;
    const lacking = generationIds.find((id) => shared.get(id)?.length === 0);
    give(shared.get(first)?.length === 0 ? first : (lacking ?? first), final);
  }
  return shared;
}
