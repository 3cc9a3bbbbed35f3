/** Two windows and another program on the same texts: nobody's work is written over without a word. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TwinbenchWindow } from "./support/TwinbenchWindow.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const FILE = "rules/pumps.twin";
const opened = workflow();
let other: TwinbenchWindow;

const editor = (window: TwinbenchWindow) => window.page.getByRole("region", { name: `Editor, ${FILE}` });
const onDisk = (): Promise<string> => readFile(join(opened.folder ?? "", FILE), "utf8");

async function openText(window: TwinbenchWindow): Promise<void> {
  await window.showSide("Rules and models");
  await window.page.getByRole("treeitem", { name: /pumps\.twin/ }).first().dblclick();
  await editor(window).getByRole("textbox", { name: /^Text of/ }).waitFor({ state: "attached" });
}

/** Writes a line above all others. */
async function write(window: TwinbenchWindow, line: string): Promise<void> {
  await window.focus(editor(window).getByRole("textbox", { name: /^Text of/ }));
  await window.page.keyboard.press("Control+Home");
  await window.page.keyboard.insertText(`${line}\n`);
}

describe("one text in two windows", () => {
  beforeAll(async () => {
    other = await opened.window.another();
    await openText(opened.window);
    await openText(other);
  });
  afterAll(() => other.close());

  it("follows what the other saves as long as nothing is typed here", async () => {
    await write(other, "// first, from the other window");
    await other.page.keyboard.press("Control+s");
    await editor(opened.window).getByText("// first, from the other window").waitFor();
    await until("it is on disk", async () => (await onDisk()).startsWith("// first"));
  });

  it("says that it was changed elsewhere, and does not save over it", async () => {
    await write(opened.window, "// mine");
    await write(other, "// theirs");
    await other.page.keyboard.press("Control+s");
    await editor(opened.window).getByText(/changed elsewhere since you began/).waitFor();
    await opened.window.focus(editor(opened.window).getByRole("textbox", { name: /^Text of/ }));
    await opened.window.page.keyboard.press("Control+s");
    const dialog = opened.window.dialog(`${FILE} was changed elsewhere`);
    await dialog.getByText("// theirs").waitFor();
    await dialog.getByText("// mine").waitFor();
    await until("theirs is on disk", async () => (await onDisk()).startsWith("// theirs\n// first"));
    await dialog.getByRole("button", { name: "Take what is saved" }).click();
    await editor(opened.window).getByText("// theirs").waitFor();
    expect(await editor(opened.window).getByText("// mine").count()).toBe(0);
  });

  it("keeps mine where that is decided", async () => {
    await write(opened.window, "// mine again");
    await write(other, "// theirs again");
    await other.page.keyboard.press("Control+s");
    await editor(opened.window).getByText(/changed elsewhere since you began/).waitFor();
    await editor(opened.window).getByRole("button", { name: "Save" }).click();
    await opened.window.dialog(`${FILE} was changed elsewhere`).getByRole("button", { name: "Keep mine" }).click();
    await until("mine is on disk", async () => (await onDisk()).startsWith("// mine again\n// theirs\n"));
    await editor(other).getByText("// mine again").waitFor();
  });

  it("is saved and applied in one breath by one who did not wait for the answer", async () => {
    const { page } = opened.window;
    await write(opened.window, "// in one breath");
    await page.keyboard.press("Control+s");
    await opened.window.applyByKeys(editor(opened.window));
    await editor(opened.window).getByText(/^applied: /).waitFor();
    expect((await onDisk()).startsWith("// in one breath\n")).toBe(true);
  });

  it("follows what another program writes", async () => {
    await writeFile(join(opened.folder ?? "", FILE), `// by hand\n${await onDisk()}`);
    await editor(opened.window).getByText("// by hand").waitFor();
    await editor(other).getByText("// by hand").waitFor();
    expect([...opened.window.complaints, ...other.complaints]).toEqual([]);
  });
});
