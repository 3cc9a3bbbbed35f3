/** An FMU that is dropped on the window is looked at, allowed, and becomes a model text. Nothing of it runs, so no compiler is needed. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { libraryPath } from "../../main/engine/fmu/platforms.ts";
import { exchangeDescription } from "../fixtures/fmu/makeExchangeFmu.ts";
import { description } from "../fixtures/fmu/makeFmu.ts";
import { zip } from "../fixtures/zip.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const BYTES = zip([{ name: "modelDescription.xml", bytes: description(2) }, { name: libraryPath(2, "lag") ?? "binaries/none/lag.so", bytes: "not run here" }]);
const row = () => opened.window.page.getByRole("tree", { name: "Rules and models" }).getByRole("treeitem").filter({ hasText: "lag.fmu" });

async function drop(name: string, bytes: Uint8Array): Promise<void> {
  const { page } = opened.window;
  const files = await page.evaluateHandle(({ name, bytes }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(bytes)], name));
    return transfer;
  }, { name, bytes: [...bytes] });
  await page.locator("body").dispatchEvent("drop", { dataTransfer: files });
}

describe("an FMU in the window", () => {
  it("is dropped, copied into the project, and shows what it is", async () => {
    await drop("lag.fmu", BYTES);
    const dialog = opened.window.dialog("lag.fmu");
    await dialog.getByText("Lag: A first-order lag").waitFor();
    await dialog.getByText(/FMI 2\.0, co-simulation/).waitFor();
    await dialog.getByRole("searchbox", { name: "Filter the variables" }).fill("gain");
    await dialog.getByRole("row", { name: /gain.*parameter/ }).waitFor();
    expect(await dialog.getByRole("row", { name: /tau/ }).count()).toBe(0);
  });

  it("may run after it was allowed", async () => {
    const dialog = opened.window.dialog("lag.fmu");
    await dialog.getByRole("button", { name: "Allow it to run on this machine" }).click();
    await dialog.getByText(/Allowed to run on this machine since/).waitFor();
  });

  it("becomes a model text in the editor", async () => {
    await opened.window.dialog("lag.fmu").getByRole("button", { name: "Make a model text" }).click();
    const editor = await opened.window.panel("lag.twin");
    await editor.getByRole("textbox", { name: "Text of models/lag.twin" }).waitFor({ state: "attached" });
    await until("the file is written", async () => /^model Lag = fmu "models\/lag\.fmu" step 1 s/m.test(await readFile(join(opened.folder ?? "", "models", "lag.twin"), "utf8").catch(() => "")));
  });

  it("stands in the tree with whether it may run, and opens again from there", async () => {
    await opened.window.showSide("Rules and models");
    await row().getByText("may run here").waitFor();
    await opened.window.chooseFromMenu(row(), "Inspect …");
    await opened.window.dialog("lag.fmu").getByRole("button", { name: "Do not allow it any more" }).click();
    await opened.window.dialog("lag.fmu").getByRole("button", { name: "Allow it to run on this machine" }).waitFor();
  });

  it("says of one for model exchange what there is to solve", async () => {
    await opened.window.dialog("lag.fmu").getByRole("button", { name: "Close" }).last().click();
    await drop("ball.fmu", zip([{ name: "modelDescription.xml", bytes: exchangeDescription(2, "BALL") }, { name: libraryPath(2, "exchange") ?? "binaries/none/exchange.so", bytes: "not run here" }]));
    const dialog = opened.window.dialog("ball.fmu");
    await dialog.getByText(/FMI 2\.0, model exchange/).waitFor();
    await dialog.getByText("2 continuous states, 1 event indicator, without directional derivatives").waitFor();
    await dialog.getByRole("button", { name: "Allow it to run on this machine" }).waitFor();
  });
});
