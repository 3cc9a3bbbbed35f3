/** At a worker's end of the line: holds systems that go on with the plant, each solved on as it is told, until it is ended. */
import type { MessagePort } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import { LiveSystem, type ConnectImported } from "../simulation/index.ts";
import type { LiveAnswer, LiveOrder } from "./liveMessages.ts";

/** `connect` steps the imported models there are. */
export function serveLive(port: MessagePort, connect?: ConnectImported): void {
  const systems = new Map<string, LiveSystem>();

  function obey(order: LiveOrder): LiveAnswer {
    switch (order.kind) {
      case "begin": {
        const system = new LiveSystem(order.task, connect);
        systems.set(order.system, system);
        return { kind: "done", step: { ...system.begun, chunks: [], residuals: [] } };
      }
      case "step": {
        const system = systems.get(order.system);
        if (!system) throw new TwinError("internal", "A live run was to go on that was never begun.");
        return { kind: "done", step: system.step(order.piece) };
      }
      case "end":
        systems.delete(order.system);
        return { kind: "ended" };
    }
  }

  // One order at a time: each is answered before the next is read.
  port.on("message", (order: LiveOrder) => {
    try {
      port.postMessage(obey(order));
    } catch (error) {
      port.postMessage({ kind: "failed", error: TwinError.from(error).toData() } satisfies LiveAnswer);
    }
  });
}
