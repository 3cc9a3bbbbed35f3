/** Keeps a window on its own page: no navigation, no other windows, no permissions, no downloads behind one's back. */
import type { ContentsLike, PreventableEvent, SessionLike } from "./electronCalls.ts";

/** Copying a table into a spreadsheet asks for this one; it writes plain text and reads nothing. */
const GRANTED = "clipboard-sanitized-write";

/** `home` is the window's own address; reloading it is the only navigation there is. */
export function guardContents(contents: ContentsLike, home: string): void {
  const stay = (event: PreventableEvent & { readonly url: string }): void => {
    if (event.url !== home) event.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

export function guardSession(session: SessionLike): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === GRANTED));
  session.setPermissionCheckHandler((_contents, permission) => permission === GRANTED);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
}
