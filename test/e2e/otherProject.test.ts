/** Another project in the same window: a new one, one that is chosen from the disk, and one of those opened lately. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine } from "./support/Product.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow(async (home) => {
  await commandLine(home, "new", join(home, "South.twin"));
  await commandLine(home, "new", join(home, "North.twin"));
  return join(home, "North.twin");
});

const shown = (name: string): Promise<true> => until(`${name} is shown`, async () => (await opened.window.page.getByRole("button", { name: `Project ${name}` }).isVisible().catch(() => false)) || undefined);

async function choose(entry: string | RegExp): Promise<void> {
  await opened.window.page.getByRole("button", { name: /^Project / }).click();
  await opened.window.page.getByRole("menuitem", { name: entry }).click();
}

describe("another project in the window", () => {
  it("is chosen from the disk; the former is closed and free for others", async () => {
    await shown("North");
    await choose("Open project …");
    const dialog = opened.window.dialog("Open a project");
    await dialog.getByRole("row", { name: new RegExp(`^${basename(opened.home)}`) }).dblclick();
    await dialog.getByRole("row", { name: /^South\.twin/ }).dblclick();
    await shown("South");
    await until("the former is closed", async () => !(await readdir(join(opened.home, "North.twin"))).includes(".twinbench.lock"));
    expect(await readdir(join(opened.home, "South.twin"))).toContain(".twinbench.lock");
  });

  it("is one of those opened lately", async () => {
    await choose("Open North");
    await shown("North");
  });

  it("is new: made in the folder that is looked at, under the name that is given", async () => {
    await choose("New project …");
    const dialog = opened.window.dialog("New project");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Brewery");
    await dialog.getByRole("row", { name: new RegExp(`^${basename(opened.home)}`) }).dblclick();
    await dialog.getByRole("row", { name: /^South\.twin/ }).waitFor();
    await dialog.getByRole("button", { name: "Create" }).click();
    await shown("Brewery");
    expect(await readdir(join(opened.home, "Brewery.twin"))).toContain("project.json");
  });

  it("stays as it is where the other cannot be opened, with the reason", async () => {
    await choose("New project …");
    const dialog = opened.window.dialog("New project");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Brewery");
    await dialog.getByRole("row", { name: new RegExp(`^${basename(opened.home)}`) }).dblclick();
    await dialog.getByRole("row", { name: /^South\.twin/ }).waitFor();
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText(/Brewery\.twin is not empty/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await shown("Brewery");
  });
});
