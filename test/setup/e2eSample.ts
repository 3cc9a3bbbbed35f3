/**
 * Before the end-to-end tests: builds everything, then makes the sample project once, with its week of past and what its
 * calcs make of it. Tests open copies, so that only the test of the first start waits for a week to be made.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { Engine } from "../../main/engine/Engine.ts";
import { ForkLauncher } from "../../main/engine/processes/index.ts";
import { MemorySecretStore } from "../../main/engine/sources/index.ts";
import { createSample } from "../../main/shell/index.ts";
import { contract } from "../../shared/contract/contract.ts";
import { connect, memoryPair, serve } from "../../shared/contract/rpc/index.ts";
import buildAll from "./buildAll.mjs";

export default async function makeSample(project: TestProject): Promise<() => Promise<void>> {
  await buildAll();
  const home = await mkdtemp(join(tmpdir(), "twinbench-sample-"));
  const folder = join(home, "Sample.twin");
  await createSample(folder);
  const engine = await Engine.open({ folder, role: "test", userFolder: home, launcher: new ForkLauncher(), secrets: new MemorySecretStore(), connect: true });
  await engine.begun;
  await allJobsDone(engine);
  await engine.close();
  project.provide("sampleFolder", folder);
  return () => rm(home, { recursive: true, force: true });
}

async function allJobsDone(engine: Engine): Promise<void> {
  const [ours, theirs] = memoryPair();
  serve(theirs, contract, engine.handlers, { client: "test" });
  const client = connect(ours, contract);
  for await (const jobs of client.engine.jobs({})) if (jobs.every(({ state }) => state !== "running")) break;
  client.close();
}
