/** An aggregate over assets is taken apart in the window, asset by asset. */
import { describe, expect, it } from "vitest";
import { workflow } from "./support/workflow.ts";

const opened = workflow();

describe("why a rule over many assets is as it is", () => {
  it("shows what stands in the brackets on each asset, and names those that decide", async () => {
    const { window } = opened;
    await (await window.showSide("Rules and models")).getByRole("button", { name: "New text …" }).first().click();
    const dialog = window.dialog("New text");
    await dialog.getByRole("textbox", { name: "Name" }).fill("together");
    await dialog.getByRole("button", { name: "Create" }).click();
    const editor = await window.panel("together.twin");
    await window.writeText(editor, "rule TanksFilled on Station { when any(children(Tank).level > 0.2 m) severity low }");
    await editor.getByText("why …").first().click();
    const why = await window.panel("Why");
    await why.getByRole("treeitem").filter({ hasText: "any(children(Tank).level > 0.2 m)" }).getByText(/^by /).waitFor();
    const tank = why.getByRole("treeitem").filter({ hasText: "T-101" }).filter({ hasText: "children(Tank).level > 0.2 m" }).first();
    await tank.getByText("true", { exact: true }).waitFor();
    expect(window.complaints).toEqual([]);
  });
});
