/** The engine a command works with: the one that has the project open, else one of its own for as long as it runs. */
import { connect, memoryPair, serve } from "../../shared/contract/rpc/index.ts";
import { contract, type EngineClient } from "../../shared/contract/contract.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import type { Project } from "../../shared/model/project.ts";
import { attach, openNodeEngine } from "../shell/index.ts";

/** Runs `work` with a client and the project as it stands; ends what was opened for it. */
export async function withEngine<T>(folder: string, work: (client: EngineClient, project: Project) => Promise<T>): Promise<T> {
  const attached = await attach(folder);
  if (attached) {
    try {
      return await work(attached.client, await readProject(attached.client));
    } finally {
      attached.close();
    }
  }
  const engine = await openNodeEngine(folder, { role: "command line", connect: false });
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
