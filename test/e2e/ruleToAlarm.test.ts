/** A rule is typed, tried on the past above itself, applied, and raises an alarm that an engineer acknowledges; an older version of it comes back. */
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
// In one line: the editor would indent and close lines as they are typed.
const ruleAbove = (limit: string): string => `rule LevelSeen on Tank { when level > ${limit} for 1 s severity low message "{asset.name} stands at {level}" }`;
const editor = (): Promise<Locator> => opened.window.panel("limits.twin");
const alarmRow = (name: RegExp): Locator => opened.window.page.getByRole("grid", { name: "Alarms" }).getByRole("row", { name }).first();

async function replaceText(text: string): Promise<void> {
  await opened.window.writeText(await editor(), text);
}

describe("from a rule to an alarm", () => {
  it("opens a new text in the editor", async () => {
    await (await opened.window.showSide("Rules and models")).getByRole("button", { name: "New text …" }).first().click();
    const dialog = opened.window.dialog("New text");
    await dialog.getByRole("textbox", { name: "Name" }).fill("limits");
    await dialog.getByRole("button", { name: "Create" }).click();
    await (await editor()).getByRole("textbox", { name: "Text of rules/limits.twin" }).waitFor({ state: "attached" });
  });

  it("underlines a wrong unit as typed, in a sentence", async () => {
    await replaceText(ruleAbove("3 bar"));
    await (await editor()).getByText(/1 error: .*(bar|unit)/).waitFor();
  });

  it("says above the rule what it would have done, and says it anew when the limit changes", async () => {
    await replaceText(ruleAbove("40 m"));
    await (await editor()).getByText(/never fired · 4 assets/).waitFor();
    await replaceText(ruleAbove("0.2 m"));
    await (await editor()).getByText(/fired \d+ times? ·/).waitFor();
  });

  it("runs nothing of it that was only saved", async () => {
    await opened.window.live();
    await (await editor()).getByRole("button", { name: "Save", exact: true }).click();
    await (await editor()).getByText(/^saved · nothing of it runs until it is applied/).waitFor();
    await opened.window.panel("Alarms");
    expect(await opened.window.page.getByRole("row", { name: /stands at/ }).count()).toBe(0);
  });

  it("raises a live alarm once it is applied, after a look at what changes", async () => {
    await (await editor()).getByRole("button", { name: "Apply …" }).click();
    const dialog = opened.window.dialog("Apply rules/limits.twin");
    await dialog.getByText("applied: nothing of it yet").waitFor();
    await dialog.getByText(/fired \d+ times? ·.*not applied yet/).waitFor();
    await dialog.getByRole("textbox", { name: "Why" }).fill("Tanks run dry");
    await dialog.getByRole("button", { name: "Apply", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await (await editor()).getByText(/applied: 1 rule/).waitFor();
    await opened.window.panel("Alarms");
    await alarmRow(/T-101.*stands at/).waitFor();
    await opened.window.page.getByRole("banner").getByRole("button", { name: /\d+ alarms?.*unack/ }).waitFor();
  });

  it("is acknowledged with a note, which stays with the alarm", async () => {
    await alarmRow(/T-101.*stands at/).click();
    await opened.window.page.getByRole("button", { name: "Acknowledge …", exact: true }).click();
    const dialog = opened.window.dialog("Acknowledge alarm");
    await dialog.getByRole("textbox", { name: "Note" }).fill("Seen on the sight glass");
    await dialog.getByRole("button", { name: "Acknowledge" }).click();
    await dialog.waitFor({ state: "detached" });
    await alarmRow(/T-101.*acknowledged/).waitFor();
    expect(await alarmRow(/T-101.*acknowledged/).locator("[title*='Seen on the sight glass']").count()).toBe(1);
  });

  it("says why, part by part at the time cursor, from the line above the rule", async () => {
    await (await editor()).getByText("why …").first().click();
    const why = await opened.window.panel("Why");
    await why.getByText("level > 0.2 m for 1 s").waitFor();
    await why.getByText("level > 0.2 m", { exact: true }).waitFor();
    await until("both are true", async () => (await why.getByText("true", { exact: true }).count()) >= 2);
  });

  it("says above the rule which firings a new limit would take away", async () => {
    await replaceText(ruleAbove("40 m"));
    await (await editor()).getByText(/never fired .* −\d+ firings? against what is applied/).waitFor();
  });

  it("ends when a version is applied in which it no longer holds, by the keyboard alone", async () => {
    await opened.window.applyByKeys(await editor());
    await opened.window.panel("Alarms");
    await until("no tank is reported any more", async () => (await opened.window.page.getByRole("row", { name: /T-101.*stands at/ }).count()) === 0);
  });

  it("lists who applied what and why, compares, and puts an older version back", async () => {
    await (await editor()).getByRole("button", { name: "Versions …" }).click();
    const dialog = opened.window.dialog("Versions of rules/limits.twin");
    const versions = dialog.getByRole("grid", { name: "Versions" });
    await versions.getByRole("row", { name: /applied$/ }).waitFor();
    await versions.getByRole("row", { name: /Tanks run dry/ }).click();
    await dialog.getByText("in the editor", { exact: true }).last().waitFor();
    await dialog.getByText("> 0.2 m").waitFor();
    await dialog.getByRole("button", { name: "Restore …" }).click();
    await opened.window.dialog("Apply rules/limits.twin").getByRole("button", { name: "Apply", exact: true }).click();
    await opened.window.panel("Alarms");
    await alarmRow(/T-101.*stands at/).waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});
