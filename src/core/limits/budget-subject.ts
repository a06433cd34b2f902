/** Whom or what a budget is for. */
export type BudgetSubject = 'bot' | PersonSubject | PlaceSubject | RoleSubject;
export type PersonSubject = `person:${string}`;
/** A server or a group. What is painted in a private chat is counted, too, but no budget is for it. */
export type PlaceSubject = `place:${string}`;
export type RoleSubject = `role:${string}`;

/** @param personId `platform:id` */
export function personSubject(personId: string): PersonSubject {
  return `person:${personId}`;
}

/** @param placeId `platform:id` */
export function placeSubject(placeId: string): PlaceSubject {
  return `place:${placeId}`;
}

/** @param roleId `platform:id` */
export function roleSubject(roleId: string): RoleSubject {
  return `role:${roleId}`;
}
