/**
 * What other programs do to the texts of an open project (an editor, git): taken in as changes like any other, saved but not
 * applied, so that nobody's next save writes over them. Looked for before every change of a text, and once a second.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import { namesOf } from "../../../shared/model/edits/edit.ts";
import { saveText } from "../../../shared/model/edits/texts.ts";
import type { ProjectStore } from "./ProjectStore.ts";
import { listTexts, readText } from "./textFiles.ts";

/** Soon enough for somebody who goes from one window to the other; a look costs a few calls for each text. */
const LOOK_EVERY_MS = 1_000;
/** A file that was written to this lately may not be whole yet: it is taken in at the next look. */
const SETTLED_MS = 300;

/** Who is named in the list of changes. */
const OUTSIDE = "another program";

export interface OutsideEditsOptions {
  readonly store: ProjectStore;
  /** Told in plain words of what is not taken in, once each time. */
  readonly onProblem: (message: string) => void;
}

export class OutsideEdits {
  readonly #store: ProjectStore;
  readonly #onProblem: (message: string) => void;
  /** How each file stood when it was last read: what stands so still is not read again. */
  readonly #stamps = new Map<string, string>();
  readonly #gone = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor({ store, onProblem }: OutsideEditsOptions) {
    this.#store = store;
    this.#onProblem = onProblem;
    this.#timer = setInterval(() => void this.#next(SETTLED_MS), LOOK_EVERY_MS);
  }

  /** Takes in what was written until now; returns when the project holds it. */
  look(): Promise<void> {
    return this.#next(0);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #next(settledMs: number): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look(settledMs)).catch((error: unknown) => this.#onProblem(TwinError.from(error).message));
    return this.#looking;
  }

  async #look(settledMs: number): Promise<void> {
    if (this.#store.readOnly) return;
    // What is on its way to the disk would look like somebody else's.
    await this.#store.flush();
    const { folder } = this.#store;
    const found = new Set(await listTexts(folder));
    const edited = new Map<string, string>();
    for (const id of found) {
      const file = await stat(join(folder, id)).catch(() => undefined);
      if (file === undefined || Date.now() - file.mtimeMs < settledMs) continue;
      const stamp = `${file.mtimeMs} ${file.size} ${file.ino}`;
      if (this.#stamps.get(id) === stamp) continue;
      this.#stamps.set(id, stamp);
      try {
        edited.set(id, await readText(folder, id));
      } catch (error) {
        this.#onProblem(`${id} was changed by another program and is not taken in: ${TwinError.from(error).message}`);
      }
    }
    this.#take(edited);
    this.#noteGone(found);
  }

  /** All in one change: git writes many at once, and what one names may be in another. */
  #take(edited: ReadonlyMap<string, string>): void {
    const { project } = this.#store;
    const changes = [...edited].filter(([id, text]) => text !== project.texts[id]?.text && !this.#store.isUnsaved(id)).map(([id, text]) => saveText(project, id, text));
    if (changes.length > 0) this.#store.change({ label: `Edit ${namesOf(changes.map(({ id }) => id))} outside of Twinbench`, changes }, OUTSIDE);
  }

  /** A text whose file was taken away stays: rules that watch a plant must not stop because a folder was tidied up. */
  #noteGone(found: ReadonlySet<string>): void {
    for (const id of this.#gone) if (found.has(id)) this.#gone.delete(id);
    for (const id of Object.keys(this.#store.project.texts)) {
      if (found.has(id) || this.#gone.has(id) || this.#store.isUnsaved(id)) continue;
      this.#gone.add(id);
      this.#stamps.delete(id);
      this.#onProblem(`${id} was deleted by another program. The open project keeps the text, and what runs of it goes on; it is written again when it is saved. To take it out, delete it here.`);
    }
  }
}
