/** --from and --to, the same on every command that has them. */
import { settingsOf, type Project } from "../../shared/model/project.ts";
import { textOption, type CommandInput } from "./Command.ts";
import { parseTime } from "./time.ts";

export const spanOptions = { from: { type: "string" }, to: { type: "string" } } as const;

export function readSpan(input: CommandInput, project: Project): { fromUs?: number; toUs?: number } {
  const { zone } = settingsOf(project);
  const from = textOption(input, "from");
  const to = textOption(input, "to");
  return { ...(from !== undefined && { fromUs: parseTime(from, zone, "--from") }), ...(to !== undefined && { toUs: parseTime(to, zone, "--to") }) };
}
