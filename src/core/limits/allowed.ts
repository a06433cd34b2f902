/** Whom the operator lets in: everybody, or the people and places named as `platform:id`. */
export type Allowed = 'everyone' | ReadonlySet<string>;

export function isAllowed(allowed: Allowed, who: { personId: string; placeId: string }): boolean {
  return allowed === 'everyone' || allowed.has(who.personId) || allowed.has(who.placeId);
}
