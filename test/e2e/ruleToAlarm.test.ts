/** A rule is typed, tried on the past above itself, saved, and raises an alarm that an engineer acknowledges. */
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
  const box = (await editor()).getByRole("textbox", { name: /^Text of/ });
  await box.focus();
  await opened.window.page.keyboard.press("Control+a");
  await opened.window.page.keyboard.insertText(text);
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

  it("runs nothing of it before it is saved", async () => {
    await opened.window.panel("Alarms");
    expect(await opened.window.page.getByRole("row", { name: /stands at/ }).count()).toBe(0);
  });

  it("raises a live alarm once it is saved", async () => {
    await opened.window.live();
    await (await editor()).getByRole("button", { name: "Save and put live" }).click();
    await (await editor()).getByText(/live: 1 rule/).waitFor();
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

  it("ends when the rule no longer holds", async () => {
    await replaceText(ruleAbove("40 m"));
    await opened.window.page.keyboard.press("Control+s");
    await opened.window.panel("Alarms");
    await until("no tank is reported any more", async () => (await opened.window.page.getByRole("row", { name: /T-101.*stands at/ }).count()) === 0);
    expect(opened.window.complaints).toEqual([]);
  });
});
