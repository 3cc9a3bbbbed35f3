/** An engine of three answers, enough to see that the shell carries the contract and keeps strangers out. */
import type { EngineHandlers } from "../../../shared/contract/contract.ts";

export interface FakeEngine {
  readonly folder: string;
  readonly handlers: EngineHandlers;
  readonly clients: string[];
  closed: boolean;
  close(): Promise<void>;
}

export function fakeEngine(folder: string): FakeEngine {
  const clients: string[] = [];
  const handlers = {
    engine: {
      version: (_input: unknown, { client }: { client: string }) => {
        clients.push(client);
        return { version: "1", contract: 1, node: "20", platform: "test" };
      },
      jobs: async function* () {
        for (;;) yield [];
      },
    },
  };
  // The other services are not asked for here; the RPC answers `not-found` for them.
  const engine: FakeEngine = { folder, handlers: handlers as unknown as EngineHandlers, clients, closed: false, close: async () => void (engine.closed = true) };
  return engine;
}
