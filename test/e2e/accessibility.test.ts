/** The main window has no accessibility fault that axe-core can find (WCAG 2.2 A and AA), dark and light. */
import { AxeBuilder } from "@axe-core/playwright";
import { describe, expect, it } from "vitest";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function faults(): Promise<string[]> {
  // Monaco brings its own, which axe reports and we cannot change; the editor's bar around it is ours and is looked at.
  const { violations } = await new AxeBuilder({ page: opened.window.page }).withTags(RULES).exclude(".monaco-editor").analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 5).join(", ")}`);
}

describe("the main window", () => {
  it("has no fault in the light theme", async () => {
    await opened.window.live();
    await opened.window.assetRow("P-101").click();
    expect(await faults()).toEqual([]);
  });

  it("has no fault in the dark theme", async () => {
    await opened.window.page.getByRole("button", { name: "Dark theme" }).click();
    await opened.window.page.getByRole("button", { name: "Light theme" }).waitFor();
    expect(await faults()).toEqual([]);
    expect(opened.window.complaints).toEqual([]);
  });
});
