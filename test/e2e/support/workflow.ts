/** What a file of statements about one window shares: a product of its own, started before the first and ended after the last. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { root } from "../../../tools/build.mjs";
import { copySample, freshHome, Product } from "./Product.ts";
import { TwinbenchWindow } from "./TwinbenchWindow.ts";

export interface Workflow {
  /** The user folder of everything this file starts. */
  home: string;
  /** The project's folder; undefined where the product chooses (the first start). */
  folder: string | undefined;
  product: Product;
  window: TwinbenchWindow;
}

/**
 * Starts the product on what `prepare` makes in a fresh user folder (by default a copy of the sample) and opens its window.
 * A failed statement leaves a picture of the window in `out/e2e`, and says what stood in front and had the focus.
 */
export function workflow(prepare: (home: string) => Promise<string | undefined> = copySample): Workflow {
  // Filled before the first statement runs, as Vitest's hooks are.
  const shared = {} as Workflow;
  let remove: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const home = await freshHome();
    remove = () => home.remove();
    shared.home = home.path;
    shared.folder = await prepare(home.path);
    shared.product = await Product.start(home.path, shared.folder);
    shared.window = await TwinbenchWindow.open(shared.product.url);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const pictures = join(root, "out", "e2e");
    await mkdir(pictures, { recursive: true });
    // A page that is gone has neither picture nor words.
    await shared.window?.page.screenshot({ path: join(pictures, `${task.name.replaceAll(/[^\w]+/g, "-")}.png`) }).catch(() => undefined);
    const words = await shared.window?.inFront().catch(() => undefined);
    if (words !== undefined) console.error(`When “${task.name}” failed: ${words}`);
  });
  afterAll(async () => {
    await shared.window?.close();
    await shared.product?.stop();
    await remove?.();
  });
  return shared;
}
