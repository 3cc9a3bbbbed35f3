/** A file of an engineer's own, looked at, understood, corrected, imported and plotted. */
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { commandLine } from "./support/Product.ts";
import { workflow } from "./support/workflow.ts";

/** As a German logger writes: semicolons, decimal commas, one word where a number should be, one line cut short. */
const LINES = ["Zeit;Vorlauf [°C];Durchfluss", ...Array.from({ length: 60 }, (_, minute) => `01.03.2026 10:${String(minute).padStart(2, "0")}:00;${20 + minute},5;${String(minute / 10).replace(".", ",")}`)];
LINES[11] = "01.03.2026 10:10:00;Fühlerbruch;1,0";

let dialog: Locator;

const opened = workflow(async (home) => {
  const folder = join(home, "Own.twin");
  await commandLine(home, "new", folder);
  await mkdir(join(home, "logs"));
  await writeFile(join(home, "logs", "boiler.csv"), `${LINES.join("\r\n")}\r\n`);
  return folder;
});

/** A double click opens a folder; a click chooses a file. */
async function openFolder(name: string): Promise<void> {
  await dialog.getByRole("row", { name: new RegExp(`^${name}`) }).dblclick();
}

describe("from a file to a plot", () => {
  it("finds the file on the engine's machine", async () => {
    await (await opened.window.showSide("Sources")).getByRole("button", { name: "Import a file …" }).first().click();
    dialog = opened.window.dialog(/^Import/);
    await openFolder(basename(opened.home));
    await openFolder("logs");
    await dialog.getByRole("row", { name: /^boiler\.csv/ }).click();
    await opened.window.dialog("Import boiler.csv").waitFor();
  });

  it("guesses delimiter, decimal sign, time and units from the first rows", async () => {
    await dialog.getByRole("button", { name: /^; ?semicolon|semicolon.*Separated by|Separated by/ }).waitFor();
    expect(await dialog.getByRole("button", { name: /Decimal sign/ }).innerText()).toContain("comma");
    await dialog.getByRole("cell", { name: /2026-03-01.10:00:00/ }).first().waitFor();
    expect(await dialog.getByRole("textbox", { name: "Unit of Vorlauf" }).inputValue()).toBe("Cel");
  });

  it("shows in the preview what a change of the settings does", async () => {
    await dialog.getByRole("textbox", { name: "Unit of Durchfluss" }).fill("m3/h");
    await dialog.getByRole("button", { name: /Zone of times without offset/ }).click();
    await opened.window.page.getByRole("option", { name: "Europe/Berlin" }).click();
    await dialog.getByRole("cell", { name: /09:00:00/ }).first().waitFor();
  });

  it("imports, and lists what could not be read with row, column and reason", async () => {
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await dialog.getByText("60 rows").waitFor();
    const row = dialog.getByRole("grid", { name: "What could not be read" }).getByRole("row", { name: /Fühlerbruch/ });
    expect(await row.innerText()).toMatch(/12[\s\S]*Vorlauf/);
  });

  it("plots what was imported over the span of the file", async () => {
    await dialog.getByRole("button", { name: "Plot it" }).click();
    const trend = await opened.window.panel("Trend");
    const list = trend.getByRole("list", { name: "Plotted series" });
    await list.getByRole("button", { name: /^1 Vorlauf.*79\.50 °C/ }).waitFor();
    await list.getByRole("button", { name: /^2 Durchfluss.*5\.90 m³\/h/ }).waitFor();
    expect(await opened.window.page.getByRole("region", { name: "Timeline" }).first().innerText()).toContain("59 min");
  });

  it("has stored every readable value, each at its instant", async () => {
    const { points, unit } = (await commandLine(opened.home, "query", opened.folder ?? "", "Vorlauf [°C]")) as { points: [string, number, number][]; unit: string };
    expect(unit).toBe("Cel");
    expect(points).toHaveLength(59);
    expect(points[0]).toEqual(["2026-03-01T09:00:00.000000Z", 20.5, 0]);
  });

  it("opens the import dialog for a file that is dropped anywhere, with a hint before, one file after the other", async () => {
    const { page } = opened.window;
    const files = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      for (const name of ["first.csv", "second.tsv", "notes.docx"]) transfer.items.add(new File([`time\tlevel\n2026-03-01T10:00:00Z\t1\n2026-03-01T10:00:01Z\t2\n`], name));
      return transfer;
    });
    const onto = opened.window.status();
    await onto.dispatchEvent("dragover", { dataTransfer: files });
    await page.getByText("Drop a CSV, TSV, Parquet, FMU or ONNX file to import it").waitFor();
    await onto.dispatchEvent("drop", { dataTransfer: files });
    await page.getByText(/notes\.docx cannot be imported\. CSV, TSV, Parquet, FMU and ONNX files \(with their \.onnx\.json\) can be dropped here/).waitFor();
    await opened.window.dialog(/^Import .*first\.csv/).getByRole("button", { name: "Cancel" }).click();
    await opened.window.dialog(/^Import .*second\.tsv/).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(opened.window.complaints).toEqual([]);
  });
});
