/**
 * Passwords of sources. They live outside the project: in the operating system's store, the environment or this process's
 * memory. This module offers the last two; Electron brings the first.
 */

export interface SecretStore {
  /** The secret of a source, or undefined where none is known. */
  get(sourceId: string): Promise<string | undefined>;
  /** Keeps a secret; `refused` where this store cannot keep one. */
  set(sourceId: string, secret: string): Promise<void>;
  delete(sourceId: string): Promise<void>;
}

/** Forgets everything when the process ends. */
export class MemorySecretStore implements SecretStore {
  readonly #secrets = new Map<string, string>();

  get(sourceId: string): Promise<string | undefined> {
    return Promise.resolve(this.#secrets.get(sourceId));
  }

  set(sourceId: string, secret: string): Promise<void> {
    this.#secrets.set(sourceId, secret);
    return Promise.resolve();
  }

  delete(sourceId: string): Promise<void> {
    this.#secrets.delete(sourceId);
    return Promise.resolve();
  }
}

/** `TWINBENCH_SECRET_<SOURCE>`: the name of the source in capitals, everything that is no letter or digit as `_`. */
export function secretVariable(sourceName: string): string {
  return `TWINBENCH_SECRET_${sourceName.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
}

/**
 * Looks into the environment first, by the source's name, then into the store behind it, which also keeps what is set.
 * The environment is never written.
 */
export class EnvironmentSecretStore implements SecretStore {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #nameOf: (sourceId: string) => string | undefined;
  readonly #behind: SecretStore;

  constructor(options: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly nameOf: (sourceId: string) => string | undefined;
    readonly behind: SecretStore;
  }) {
    this.#environment = options.environment;
    this.#nameOf = options.nameOf;
    this.#behind = options.behind;
  }

  async get(sourceId: string): Promise<string | undefined> {
    return this.#environment[secretVariable(this.#nameOf(sourceId) ?? sourceId)] ?? (await this.#behind.get(sourceId));
  }

  set(sourceId: string, secret: string): Promise<void> {
    return this.#behind.set(sourceId, secret);
  }

  delete(sourceId: string): Promise<void> {
    return this.#behind.delete(sourceId);
  }
}
