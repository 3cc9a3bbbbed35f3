import { describe, expect, it } from "vitest";
import { CommandRegistry, type Command } from "../../../../renderer/app/state/commands.ts";

const command = (id: string): Command => ({ id, title: id, category: "Test", run: () => undefined });

describe("the window's commands", () => {
  it("tell whoever lists them of those that come with a panel and go with it", () => {
    const commands = new CommandRegistry();
    commands.add(command("window"));
    const seen: string[][] = [];
    commands.all.subscribe(() => seen.push(commands.all.value.map(({ id }) => id)));
    const remove = commands.add(command("panel"));
    remove();
    expect(seen).toEqual([["window", "panel"], ["window"]]);
  });

  it("keep a command that a panel shown again has added before the one that was hidden took its own away", () => {
    const commands = new CommandRegistry();
    const remove = commands.add(command("panel"));
    const again = command("panel");
    commands.add(again);
    remove();
    expect(commands.find("panel")).toBe(again);
  });
});
