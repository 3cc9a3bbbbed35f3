/** Who works here: the OS account's name until a person chooses another. Attribution, not authentication. */
import { userInfo } from "node:os";

export class Operator {
  #name = accountName();
  readonly #listeners = new Set<() => void>();

  get name(): string {
    return this.#name;
  }

  set(name: string): void {
    this.#name = name.trim() || accountName();
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // Accounts without an entry in the user database exist, in containers for instance.
    return "operator";
  }
}
