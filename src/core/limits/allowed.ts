/** Whom the operator lets in: everybody, or the people and places named as `platform:id`. */
export type Allowed = 'everyone' | readonly string[];

export function isAllowed(allowed: Allowed, who: { personId: string; placeId: string }): boolean {
  return allowed === 'everyone' || allowed.includes(who.personId) || allowed.includes(who.placeId);
}
