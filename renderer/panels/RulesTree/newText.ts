/** Making a new text of the project. */
import { put } from "../../../shared/model/edits/edit.ts";

/** The text a new file begins with. */
export function newText(file: string): ReturnType<typeof put> {
  return put("texts", { id: file, text: file.startsWith("models/") ? "// A model predicts signals from inputs and parameters.\n" : "// Rules turn signals into alarms and operational states.\n" });
}
