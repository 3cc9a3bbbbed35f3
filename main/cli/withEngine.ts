/** The engine a command works with: the one that has the project open, else one of its own for as long as it runs. */
import { connect, memoryPair, serve } from "../../shared/contract/rpc/index.ts";
import { contract, type EngineClient } from "../../shared/contract/contract.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import type { Project } from "../../shared/model/project.ts";
import type { Engine } from "../engine/Engine.ts";
import { attach, COMMAND_ROLE, openNodeEngine, type AttachedEngine } from "../shell/index.ts";

/** A window that is starting will soon let commands in. */
const WAIT_FOR_OTHERS_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** Runs `work` with a client and the project as it stands; ends what was opened for it. */
export async function withEngine<T>(folder: string, work: (client: EngineClient, project: Project) => Promise<T>): Promise<T> {
  const found = await findEngine(folder);
  if (found.kind === "attached") {
    try {
      return await work(found.attached.client, await readProject(found.attached.client));
    } finally {
      found.attached.close();
    }
  }
  const { engine } = found;
  const [ours, theirs] = memoryPair();
  serve(theirs, contract, engine.localHandlers, { client: "command line" });
  const client = connect(ours, contract);
  try {
    return await work(client, await readProject(client));
  } finally {
    client.close();
    await engine.close();
  }
}

type Found = { readonly kind: "attached"; readonly attached: AttachedEngine } | { readonly kind: "own"; readonly engine: Engine };

/** The engine that lets us in, or one of our own as soon as nobody else has the project. Throws `busy` after a while. */
async function findEngine(folder: string): Promise<Found> {
  const endMs = Date.now() + WAIT_FOR_OTHERS_MS;
  for (;;) {
    const attached = await attach(folder);
    if (attached) return { kind: "attached", attached };
    try {
      return { kind: "own", engine: await openNodeEngine(folder, { role: COMMAND_ROLE, connect: false }) };
    } catch (error) {
      if (TwinError.from(error).code !== "busy" || Date.now() > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}

/** Throws `busy` naming the process that has the project open, for commands that must own it. */
export async function refuseIfOpen(folder: string): Promise<void> {
  const attached = await attach(folder);
  if (!attached) return;
  attached.close();
  throw new TwinError("busy", `The project is open in another Twinbench (${attached.role}, process ${attached.pid}), which records it already. Close it there first.`);
}

async function readProject(client: EngineClient): Promise<Project> {
  for await (const frame of client.project.watch({})) if (frame.kind === "snapshot") return frame.project;
  throw new TwinError("closed", "The engine ended before it said what the project holds.");
}
