/** What the application was started with: a project, or the command line of the installed app. */

export type StartArguments =
  | { readonly kind: "window"; readonly path: string | undefined }
  /** `Twinbench --cli …`: plants have no Node, so the installed app is the command line too. */
  | { readonly kind: "command"; readonly args: readonly string[] };

/** Chromium's and macOS's own switches begin with a dash and are not ours. `isPackaged`: no script path stands before. */
export function readArguments(argv: readonly string[], isPackaged: boolean): StartArguments {
  const args = argv.slice(isPackaged ? 1 : 2);
  const command = args.indexOf("--cli");
  if (command >= 0) return { kind: "command", args: args.slice(command + 1) };
  return { kind: "window", path: args.find((arg) => !arg.startsWith("-")) };
}
