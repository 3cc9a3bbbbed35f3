/**
 * Addresses of windows: `app://twinbench/<key>/`, one key per project, so that one origin keeps the person's settings
 * and every request still says whose project it is for.
 */
import { folderKey } from "../engine/userFolders.ts";

export const APP_SCHEME = "app";
const HOST = "twinbench";

export const appAddress = (folder: string): string => `${APP_SCHEME}://${HOST}/${folderKey(folder)}/`;

/** Key of the project and path below it (still percent-encoded, `/` for the page), or undefined for any other address. */
export function readAddress(url: string): { readonly key: string; readonly path: string } | undefined {
  const match = /^app:\/\/twinbench\/([0-9a-f]{24})(\/[^?#]*)/.exec(url);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { key: match[1], path: match[2] };
}
