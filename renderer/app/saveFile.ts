/** Handing a file to the person through the browser's own download. */
import { formatIso } from "../../shared/time/time.ts";

/** `trend 2026-11-20T14-03-22Z.png`: sorts by time, allowed on every file system. */
export function exportName(what: string, tUs: number, extension: string): string {
  return `${what.replaceAll(/[\\/:*?"<>|]/g, " ")} ${formatIso(tUs).slice(0, 19).replaceAll(":", "-")}Z.${extension}`;
}

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
