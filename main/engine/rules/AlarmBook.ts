/**
 * The alarms that have not ended, in the states of ISA-18.2 (IEC 62682): active unacknowledged, active acknowledged,
 * returned unacknowledged; ended when both returned and acknowledged. Ended ones live on in the history only.
 *
 * Every change is written to the store in order; what could not be written is written with the next change.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";
import type { RulesHistory } from "./ports.ts";

export type AlarmKind = Alarm["kind"];
export type AlarmStore = Pick<RulesHistory, "upsertAlarms" | "openAlarms" | "alarmsIn">;

export interface AlarmBookOptions {
  readonly store: AlarmStore;
  readonly onTrouble: (error: TwinError) => void;
}

/** The id of the program that raised an alarm. */
export function programOf(alarm: Alarm): string {
  return `${alarm.rule}@${alarm.assetId}`;
}

export class AlarmBook {
  readonly #store: AlarmStore;
  readonly #onTrouble: (error: TwinError) => void;
  readonly #open = new Map<string, Alarm>();
  /** The alarm that is active now, by program and kind. */
  readonly #active = new Map<string, string>();
  readonly #listeners = new Set<(alarms: readonly Alarm[]) => void>();
  readonly #unwritten = new Map<string, Alarm>();
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: AlarmBookOptions) {
    this.#store = options.store;
    this.#onTrouble = options.onTrouble;
  }

  /** Begins with the alarms that the store knows as not ended. */
  static async open(options: AlarmBookOptions): Promise<AlarmBook> {
    const book = new AlarmBook(options);
    for (const alarm of await options.store.openAlarms()) book.#put(alarm);
    return book;
  }

  /** Alarms that have not ended, newest first. */
  get open(): Alarm[] {
    return [...this.#open.values()].sort((a, b) => b.sinceUs - a.sinceUs || a.id.localeCompare(b.id));
  }

  activeOf(programId: string, kind: AlarmKind): Alarm | undefined {
    const id = this.#active.get(`${programId} ${kind}`);
    return id === undefined ? undefined : this.#open.get(id);
  }

  /** Told of the alarms that changed, in their new state; an ended one is told once. */
  onChange(listener: (alarms: readonly Alarm[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes a new alarm, found at `atUs`; does nothing while this rule has one of this kind active here. */
  raise(program: RuleProgram, kind: AlarmKind, sinceUs: number, message: string, atUs: number): void {
    if (this.activeOf(program.id, kind)) return;
    this.#change([{
      // Both instants: an edited rule may find the same beginning again, and an ended alarm never revives.
      id: `${program.id} ${kind} ${sinceUs} ${atUs}`,
      rule: program.rule, kind, assetId: program.assetId, severity: program.severity, message,
      ...(kind === "rule" && program.advise !== undefined && { advise: program.advise }),
      state: "active-unacknowledged", sinceUs,
    }]);
  }

  /** The condition has returned to normal, or its rule is gone. */
  clear(programId: string, kind: AlarmKind, atUs: number): void {
    const alarm = this.activeOf(programId, kind);
    if (alarm) this.#change([{ ...alarm, clearedUs: Math.max(atUs, alarm.sinceUs), state: alarm.state === "active-acknowledged" ? "ended" : "returned-unacknowledged" }]);
  }

  /** Acknowledges what is unacknowledged among these; throws `not-found` if none of them is known. */
  acknowledge(ids: readonly string[], by: string, atUs: number, note?: string): void {
    const known = ids.flatMap((id) => this.#open.get(id) ?? []);
    if (known.length === 0) throw new TwinError("not-found", "The alarm has ended already.");
    const acknowledged = { atUs, by, ...(note !== undefined && note !== "" && { note }) };
    this.#change(known.flatMap((alarm): Alarm[] => {
      if (alarm.state === "active-unacknowledged") return [{ ...alarm, state: "active-acknowledged", acknowledged }];
      if (alarm.state === "returned-unacknowledged") return [{ ...alarm, state: "ended", acknowledged }];
      return [];
    }));
  }

  /** Ended ones too, newest first. */
  async within(span: { readonly fromUs: number; readonly toUs: number }, limit: number): Promise<Alarm[]> {
    await this.#writing;
    return this.#store.alarmsIn(span, limit);
  }

  /** Returns when everything is written. */
  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#writing;
  }

  #change(alarms: readonly Alarm[]): void {
    if (alarms.length === 0) return;
    for (const alarm of alarms) {
      this.#put(alarm);
      this.#unwritten.set(alarm.id, alarm);
    }
    this.#writing = this.#writing.then(() => this.#write());
    for (const listener of [...this.#listeners]) listener(alarms);
  }

  #put(alarm: Alarm): void {
    const key = `${programOf(alarm)} ${alarm.kind}`;
    if (alarm.state === "ended") this.#open.delete(alarm.id);
    else this.#open.set(alarm.id, alarm);
    if (alarm.state === "active-unacknowledged" || alarm.state === "active-acknowledged") this.#active.set(key, alarm.id);
    else if (this.#active.get(key) === alarm.id) this.#active.delete(key);
  }

  async #write(): Promise<void> {
    const alarms = [...this.#unwritten.values()];
    if (alarms.length === 0) return;
    try {
      await this.#store.upsertAlarms(alarms);
      for (const alarm of alarms) if (this.#unwritten.get(alarm.id) === alarm) this.#unwritten.delete(alarm.id);
    } catch (error) {
      this.#onTrouble(new TwinError(TwinError.from(error).code, `${alarms.length === 1 ? "An alarm" : `${alarms.length} alarms`} could not be written to the history: ${TwinError.from(error).message}`, { cause: error }));
    }
  }
}
