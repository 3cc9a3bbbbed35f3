/** Every change of the project can be taken back and done again, from the keyboard and from the list of changes. */
import { describe, expect, it } from "vitest";
import { Product } from "./support/Product.ts";
import { TwinbenchWindow } from "./support/TwinbenchWindow.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();

describe("undo and redo", () => {
  it("takes a new name back and gives it again", async () => {
    await opened.window.chooseFromMenu(opened.window.assetRow("P-101"), "Rename");
    const box = opened.window.page.getByRole("textbox", { name: "New name of P-101" });
    await box.fill("P-101X");
    await box.press("Enter");
    await opened.window.assetRow("P-101X").waitFor();

    await opened.window.page.keyboard.press("Control+z");
    await opened.window.assetRow("P-101").waitFor();
    expect(await opened.window.assetRow("P-101X").count()).toBe(0);

    await opened.window.page.keyboard.press("Control+y");
    await opened.window.assetRow("P-101X").waitFor();
    await opened.window.page.keyboard.press("Control+z");
    await opened.window.assetRow("P-101").waitFor();
  });

  it("brings a deleted machine back with its parts and bindings", async () => {
    await opened.window.chooseFromMenu(opened.window.assetRow("P-102"), /^Delete/);
    await opened.window.dialog(/^Delete/).getByRole("button", { name: "Delete" }).click();
    await opened.window.assetRow("P-102").waitFor({ state: "detached" });

    await opened.window.page.keyboard.press("Control+z");
    await opened.window.assetRow("P-102").waitFor();
    await opened.window.filterAssets("winding");
    await opened.window.assetRow("P-102").waitFor();
    expect(await opened.window.assetRow("P-102").innerText()).not.toContain("not bound");
    await opened.window.filterAssets("");
  });

  it("says in the list of changes what undo would take back", async () => {
    await opened.window.chooseFromMenu(opened.window.assetRow("T-101"), "Duplicate");
    const changes = await opened.window.showSide("Changes");
    await changes.getByRole("button", { name: /^Undo Duplicate/ }).click();
    await changes.getByRole("button", { name: /^Redo Duplicate/ }).waitFor();
    await changes.getByRole("row", { name: /Duplicate/ }).first().waitFor();
    await opened.window.showSide("Assets");
    expect(await opened.window.page.getByRole("treeitem", { name: /^T-101/ }).count()).toBe(1);
  });

  it("keeps what undo left when the project is opened again", async () => {
    await opened.window.chooseFromMenu(opened.window.assetRow("T-102"), "Rename");
    const box = opened.window.page.getByRole("textbox", { name: "New name of T-102" });
    await box.fill("Header tank");
    await box.press("Enter");
    await opened.window.assetRow("Header tank").waitFor();
    expect(opened.window.complaints).toEqual([]);
    await opened.window.close();
    expect((await opened.product.stop()).code).toBe(0);

    opened.product = await Product.start(opened.home, opened.folder);
    opened.window = await TwinbenchWindow.open(opened.product.url);
    await opened.window.assetRow("Header tank").waitFor();
    await opened.window.assetRow("P-101").waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});
