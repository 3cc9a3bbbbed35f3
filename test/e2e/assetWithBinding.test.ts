/** Assets from what a server offers: at once from an object, by dialog, and by dragging from the address space. */
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const SOURCE = "North pump station plant";

/** Opens an address space level by level and returns the row of the last name. */
async function openNode(tree: Locator, ...path: readonly string[]): Promise<Locator> {
  const row = (name: string, level: number): Locator => tree.getByRole("treeitem", { name: new RegExp(`(^|\\s)${name}(\\s|$)`), level }).first();
  for (const [index, name] of path.slice(0, -1).entries()) {
    const one = row(name, index + 1);
    await one.waitFor();
    if ((await one.getAttribute("aria-expanded")) === "true") continue;
    await one.click();
    await tree.page().keyboard.press("ArrowRight");
  }
  const last = row(path.at(-1) ?? "", path.length);
  await last.scrollIntoViewIfNeeded();
  return last;
}

const sourcesTree = async (): Promise<Locator> => (await opened.window.showSide("Sources")).getByRole("tree", { name: "Sources" });
const inspector = (): Locator => opened.window.page.getByRole("complementary", { name: "Inspector" });

describe("assets and their bindings", () => {
  it("makes type, asset and bindings at once from an OPC UA object", async () => {
    await opened.window.live();
    const pump = await openNode(await sourcesTree(), SOURCE, "North pump station", "Line A", "P-101");
    await opened.window.chooseFromMenu(pump, /^Make asset from this object/);
    const dialog = opened.window.dialog("Make an asset from this object");
    await dialog.getByRole("grid", { name: "Variables below the object" }).waitFor();
    await dialog.getByRole("textbox", { name: "Name of the asset" }).fill("Test pump");
    await dialog.getByRole("textbox", { name: "Type" }).fill("TestPump");
    await dialog.getByText(/variables become signals of the new type TestPump/).waitFor();
    await dialog.getByRole("button", { name: "Make asset" }).click();
    await opened.window.assetRow("Test pump").waitFor();
  });

  it("shows the new asset's values live", async () => {
    await opened.window.filterAssets("Test pump");
    await opened.window.assetRow("Test pump").click();
    await until("its suction pressure has a value", async () => /suction\.pressure\s+[\d.]+\s+bar/.test(await inspector().innerText()));
    expect(await inspector().innerText()).toContain("TestPump");
  });

  it("takes all of it back with one undo", async () => {
    await opened.window.assetRow("Test pump").click();
    await opened.window.page.keyboard.press("Control+z");
    await opened.window.assetRow("Test pump").waitFor({ state: "detached" });
    await opened.window.filterAssets("");
  });

  it("makes an asset of a known type, bound to nothing yet", async () => {
    await opened.window.page.getByRole("button", { name: "New asset …" }).click();
    const dialog = opened.window.dialog("New asset");
    await dialog.getByRole("textbox", { name: "Name" }).fill("T-900");
    await dialog.getByRole("button", { name: /Type/ }).click();
    await opened.window.page.getByRole("option", { name: "Tank", exact: true }).click();
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.waitFor({ state: "detached" });
    await opened.window.filterAssets("T-900");
    await until("the tree says that it is not in service yet", async () => (await opened.window.textOf("T-900")).includes("provisioning"));
    expect(await inspector().innerText()).toMatch(/level\s+not bound/);
  });

  it("binds a signal by dialog and shows its live value", async () => {
    await opened.window.chooseFromMenu(opened.window.assetRow("level"), /^Bind …/);
    const dialog = opened.window.dialog(/^Bind .*T-900 › level/);
    const level = await openNode(dialog.getByRole("tree", { name: "Variables to bind to" }), SOURCE, "North pump station", "Line A", "T-101", "level");
    await level.click();
    await dialog.getByRole("button", { name: "Bind", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await until("the level has a value", async () => /level\s+\d\.\d+\s+m/.test(await opened.window.textOf("level")));
  });

  it("binds by dragging a variable from the address space onto the asset", async () => {
    const pressure = await openNode(await sourcesTree(), SOURCE, "North pump station", "Line A", "T-101", "bottom.pressure");
    const { mouse } = opened.window.page;
    const to = async (locator: Locator): Promise<void> => {
      const box = await locator.boundingBox();
      if (!box) throw new Error("There is nothing to move the pointer to.");
      await mouse.move(box.x + Math.min(60, box.width / 2), box.y + box.height / 2, { steps: 5 });
    };
    await opened.window.filterAssets("T-900");
    await to(pressure);
    await mouse.down();
    await to(opened.window.assetRow("T-900"));
    await mouse.up();
    const dialog = opened.window.dialog("Bind a variable");
    await dialog.getByRole("row", { name: /bottom\.pressure/ }).getByRole("button", { name: /bottom\.pressure/ }).waitFor();
    await dialog.getByRole("button", { name: "Bind", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await until("the pressure has a value", async () => /bottom\.pressure\s+[\d.]+\s+\w*bar/.test(await opened.window.textOf("bottom.pressure")));
    expect(opened.window.complaints).toEqual([]);
  });
});
