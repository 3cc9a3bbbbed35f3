/** A project opened for reading: the window says so, shows the last that was recorded, and refuses what would change it. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copySample, freshHome, Product } from "./support/Product.ts";
import { TwinbenchWindow } from "./support/TwinbenchWindow.ts";
import { until } from "./support/until.ts";

let home: Awaited<ReturnType<typeof freshHome>>;
let folder: string;
let product: Product;
let window: TwinbenchWindow;
let projectFile: string;

beforeAll(async () => {
  home = await freshHome();
  folder = await copySample(home.path);
  projectFile = join(folder, "project.json");
  product = await Product.look(home.path, folder);
  window = await TwinbenchWindow.open(product.url);
});
afterAll(async () => {
  await window?.close();
  await product?.stop();
  await home.remove();
});

describe("a project that is open for reading", () => {
  it("says so in the status bar, records nothing and connects nothing", async () => {
    const status = await until("the status bar speaks", async () => (/sources 0\/1/.test(await window.status().innerText()) ? window.status().innerText() : undefined));
    expect(status).toContain("READ-ONLY FOLDER");
    expect(status).toContain("not recording");
  });

  it("shows the last that was recorded, with its values", async () => {
    expect(await window.clock().innerText()).toContain("PAUSED");
    await window.filterAssets("suction pressure");
    await until("a value stands in the tree", async () => /bar/.test(await window.page.getByRole("tree", { name: "Assets" }).innerText()));
    await window.filterAssets("");
  });

  it("refuses a new name with a sentence, and leaves the folder alone", async () => {
    const before = await stat(projectFile);
    await window.chooseFromMenu(window.assetRow("P-101"), "Rename");
    const box = window.page.getByRole("textbox", { name: "New name of P-101" });
    await box.fill("P-101X");
    await box.press("Enter");
    await window.page.getByText(/Nothing can be changed\. This project is open for reading only/).waitFor();
    expect(await window.assetRow("P-101X").count()).toBe(0);
    expect((await stat(projectFile)).mtimeMs).toBe(before.mtimeMs);
    await expect(stat(join(folder, ".twinbench.lock"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("has no complaint of the page", () => expect(window.complaints).toEqual([]));
});
