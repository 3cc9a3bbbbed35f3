/** The operating system's secret store as the engine sees it: asked for through Electron's main process, which alone has it. */
import { TwinError } from "../../shared/contract/errors.ts";
import type { HostLine, HostRequest } from "../engine/processes/index.ts";
import type { SecretStore } from "../engine/sources/index.ts";

export class HostSecrets implements SecretStore {
  readonly #line: HostLine;

  constructor(line: HostLine) {
    this.#line = line;
  }

  get(source: string): Promise<string | undefined> {
    return this.#ask({ action: "get", source });
  }

  async set(source: string, secret: string): Promise<void> {
    await this.#ask({ action: "set", source, secret });
  }

  async delete(source: string): Promise<void> {
    await this.#ask({ action: "delete", source });
  }

  #ask(asked: Omit<Extract<HostRequest, { kind: "secret" }>, "kind" | "id">): Promise<string | undefined> {
    const id = this.#line.nextId();
    return new Promise((resolve, reject) => {
      const stop = this.#line.onOrder((order) => {
        if (order.kind !== "secret" || order.id !== id) return;
        stop();
        if (order.error === undefined) resolve(order.secret);
        else reject(TwinError.fromData(order.error));
      });
      this.#line.send({ kind: "secret", id, ...asked });
    });
  }
}
