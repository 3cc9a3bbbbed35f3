/** Ids for new entities: short, unguessably distinct, free of the characters that ids join by (`/`, `|`). */
export function newId(): string {
  return crypto.randomUUID().slice(0, 13);
}
