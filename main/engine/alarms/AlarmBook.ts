/**
 * The alarms that have not ended, what withholds them, and every move of either. It decides with the tables of `moves.ts`,
 * tells whoever listens, and writes through the log. Ended alarms live on in the history only; when alarms are raised and
 * return is the rules' business.
 */
import { newestFirst } from "../../../shared/alarms/standingAlarms.ts";
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";
import type { AlarmsQuestion } from "../history/index.ts";
import { AlarmLog, type AlarmStore } from "./AlarmLog.ts";
import { eventOf, moveAlarm, type Occasion } from "./moveAlarm.ts";
import { isActive, isLatched, shelvingAfter, type AlarmMove } from "./moves.ts";
import { covers, shelvingState, withholdingId, Withholdings, type AlarmCondition } from "./Withholdings.ts";

export type AlarmKind = Alarm["kind"];

/** What a person does, when and why. */
export type Deed = Occasion & { readonly by: string };

export interface AlarmBookOptions {
  readonly store: AlarmStore;
  readonly onTrouble: (error: TwinError) => void;
}

/** The id of the program that raised an alarm. */
export function programOf(alarm: Pick<Alarm, "rule" | "assetId">): string {
  return `${alarm.rule}@${alarm.assetId}`;
}

export class AlarmBook {
  readonly #store: AlarmStore;
  readonly #log: AlarmLog;
  readonly #open = new Map<string, Alarm>();
  /** The alarm that stands for a program and kind: active or latched. */
  readonly #standing = new Map<string, string>();
  readonly #withholdings = new Withholdings();
  /** When alarms are due to become unacknowledged again, by id. */
  readonly #againUs = new Map<string, number>();
  readonly #listeners = new Set<(alarms: readonly Alarm[]) => void>();

  private constructor({ store, onTrouble }: AlarmBookOptions) {
    this.#store = store;
    this.#log = new AlarmLog(store, onTrouble);
  }

  /** Begins with the alarms that the store knows as not ended, and what withheld them. */
  static async open(options: AlarmBookOptions): Promise<AlarmBook> {
    const book = new AlarmBook(options);
    for (const withholding of await options.store.withholdings()) book.#withholdings.put(withholding);
    // Newest first in the store; the newest of a condition is the one that stands.
    for (const alarm of (await options.store.openAlarms()).reverse()) book.#put(alarm);
    return book;
  }

  // ---- what stands

  /** Alarms that have not ended, withheld ones too, newest first. */
  get open(): Alarm[] {
    return [...this.#open.values()].sort(newestFirst);
  }

  /** Newest first. */
  get withholdings(): Withholding[] {
    return this.#withholdings.all;
  }

  activeOf(programId: string, kind: AlarmKind): Alarm | undefined {
    const alarm = this.#standingOf(programId, kind);
    return alarm && isActive(alarm.state) ? alarm : undefined;
  }

  /** Told of the alarms that changed, in their new state; an ended one is told once. None are named where only a withholding changed. */
  onChange(listener: (alarms: readonly Alarm[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Alarms active at some point of a span, of all rules or one, ended ones too, newest first. */
  async within(question: AlarmsQuestion): Promise<Alarm[]> {
    await this.#log.idle();
    return this.#store.alarmsIn(question);
  }

  /** Everything that happened to an alarm, oldest first. */
  async eventsOf(alarm: string): Promise<AlarmEvent[]> {
    await this.#log.idle();
    return this.#store.alarmEvents(alarm);
  }

  /** Resolves when everything told so far is on disk; rejects with what keeps it from there. */
  written(): Promise<void> {
    return this.#log.written();
  }

  // ---- what rules tell

  /** Makes a new alarm, found at `atUs`; does nothing while this rule has one of this kind active here. */
  raise(program: RuleProgram, kind: AlarmKind, sinceUs: number, message: string, atUs: number): void {
    this.#expireUntil(sinceUs);
    const before = this.#standingOf(program.id, kind);
    if (before && isActive(before.state)) return;
    const condition: AlarmCondition = { rule: program.rule, assetId: program.assetId, kind };
    const withheld = this.#withholdings.kindsOver(condition);
    const alarm: Alarm = {
      // Both instants: an edited rule may find the same beginning again, and an ended alarm never revives.
      id: `${program.id} ${kind} ${sinceUs} ${atUs}`, ...condition, severity: program.severity, message,
      ...(kind === "rule" && program.advise !== undefined && { advise: program.advise }),
      ...(kind === "rule" && program.latched && { latched: true }),
      ...(program.realarmAfterUs !== undefined && { realarmAfterUs: program.realarmAfterUs }),
      ...(withheld && { withheld, silent: true }),
      state: "active-unacknowledged", sinceUs,
    };
    const moved = before ? this.#moveAll([before], "supersede", { atUs: sinceUs }) : [];
    this.#keep(alarm, eventOf(alarm, "raised", { atUs: sinceUs }));
    this.#tell([...moved, alarm]);
  }

  /** The condition has returned to normal, or its rule is gone. */
  clear(programId: string, kind: AlarmKind, atUs: number): void {
    this.#expireUntil(atUs);
    const alarm = this.activeOf(programId, kind);
    if (!alarm) return;
    this.#tell(this.#moveAll([alarm], alarm.latched ? "return-latched" : alarm.withheld ? "return-withheld" : "return", { atUs }));
    for (const withholding of this.#withholdings.over(alarm)) {
      if (withholding.kind === "shelved" && shelvingAfter(shelvingState(withholding), "return") === "unshelved") this.#release(withholding, "shelving-ended", { atUs }, "come-back");
    }
  }

  /** The rule's `suppress` holds, or holds no more. */
  suppress({ rule, assetId }: Pick<RuleProgram, "rule" | "assetId">, isSuppressed: boolean, atUs: number): void {
    const id = withholdingId({ kind: "suppressed", assetId, rule });
    const known = this.#withholdings.get(id);
    if (isSuppressed && !known) this.#withhold({ id, kind: "suppressed", assetId, rule, sinceUs: atUs }, "suppressed", { atUs });
    if (!isSuppressed && known) this.#release(known, "unsuppressed", { atUs }, "come-back");
  }

  /** What falls due by itself up to an instant: shelvings that end, alarms that call again. */
  tick(nowUs: number): void {
    this.#expireUntil(nowUs);
    const due = [...this.#againUs].filter(([, dueUs]) => dueUs <= nowUs);
    for (const [id, dueUs] of due) this.#tell(this.#moveAll([this.#open.get(id)].filter((alarm) => alarm !== undefined), "alarm-again", { atUs: dueUs }));
  }

  // ---- what people do

  /** Acknowledges what is unacknowledged among these; throws `not-found` if none of them is known. */
  acknowledge(ids: readonly string[], deed: Deed): void {
    this.#tell(this.#moveAll(this.#known(ids), "acknowledge", deed));
  }

  /** Ends latched alarms that have returned to normal. Throws `refused` if none of them has. */
  reset(ids: readonly string[], deed: Deed): void {
    const latched = this.#known(ids).filter((alarm) => isLatched(alarm.state));
    if (latched.length === 0) throw new TwinError("refused", "Only a latched alarm that has returned to normal can be reset. Mend the cause first.");
    this.#tell(this.#moveAll(latched, "reset", deed));
  }

  comment(ids: readonly string[], deed: Deed): void {
    for (const alarm of this.#known(ids)) this.#log.event(eventOf(alarm, "commented", deed));
  }

  /** Shelves the conditions of these alarms until an instant, or until each returns to normal; what was shelved is shelved anew. */
  shelve(ids: readonly string[], untilUs: number | undefined, deed: Deed): void {
    for (const { rule, assetId, kind: alarmKind } of this.#known(ids)) this.withhold({ kind: "shelved", rule, assetId, alarmKind, ...(untilUs !== undefined && { untilUs }) }, deed);
  }

  /** A shelving or out of service, of one condition, one rule on an asset, or all of an asset. */
  withhold(what: Omit<Withholding, "id" | "sinceUs" | "by" | "reason">, deed: Deed): void {
    const withholding: Withholding = { ...what, id: withholdingId(what), sinceUs: deed.atUs, by: deed.by, ...(deed.reason !== undefined && { reason: deed.reason }) };
    this.#withhold(withholding, what.kind, deed);
  }

  /** Ends shelvings or takes back into service. Throws `not-found` if none of them stands, `refused` for a suppression by design. */
  release(ids: readonly string[], deed: Deed): void {
    const known = ids.flatMap((id) => this.#withholdings.get(id) ?? []);
    if (known.length === 0) throw new TwinError("not-found", "It has ended already.");
    if (known.some(({ kind }) => kind === "suppressed")) throw new TwinError("refused", "A suppression by design ends when the rule's suppress condition does. Change the rule to end it otherwise.");
    for (const withholding of known) {
      if (withholding.kind === "shelved") this.#release(withholding, "unshelved", deed, "unshelve");
      else this.#release(withholding, "in-service", deed, "come-back");
    }
  }

  /** Returns when everything is written. */
  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#log.idle();
  }

  // ---- moves

  #expireUntil(nowUs: number): void {
    for (const withholding of this.#withholdings.expired(nowUs)) this.#release(withholding, "shelving-ended", { atUs: withholding.untilUs ?? nowUs }, "come-back");
  }

  #withhold(withholding: Withholding, what: AlarmEvent["what"], occasion: Occasion): void {
    this.#withholdings.put(withholding);
    this.#log.withholding(withholding.id, withholding);
    this.#log.event(withholdingEvent(withholding, what, occasion));
    this.#tell(this.#covered(withholding).map((alarm) => this.#keep(withReasons(alarm, this.#withholdings))));
  }

  #release(withholding: Withholding, what: AlarmEvent["what"], occasion: Occasion, move: AlarmMove): void {
    this.#withholdings.remove(withholding);
    this.#log.withholding(withholding.id, undefined);
    this.#log.event(withholdingEvent(withholding, what, occasion));
    const changed = this.#covered(withholding).map((alarm) => {
      const freed = withReasons(alarm, this.#withholdings);
      return this.#keep(freed.withheld ? freed : (moveAlarm(freed, move, occasion)?.alarm ?? freed));
    });
    this.#tell(changed);
  }

  #covered(withholding: Withholding): Alarm[] {
    return [...this.#open.values()].filter((alarm) => covers(withholding, alarm));
  }

  #moveAll(alarms: readonly Alarm[], move: AlarmMove, occasion: Occasion): Alarm[] {
    return alarms.flatMap((alarm) => {
      const moved = moveAlarm(alarm, move, occasion);
      return moved ? [this.#keep(moved.alarm, moved.event)] : [];
    });
  }

  #known(ids: readonly string[]): Alarm[] {
    const known = ids.flatMap((id) => this.#open.get(id) ?? []);
    if (known.length === 0) throw new TwinError("not-found", "The alarm has ended already.");
    return known;
  }

  #standingOf(programId: string, kind: AlarmKind): Alarm | undefined {
    const id = this.#standing.get(`${programId} ${kind}`);
    return id === undefined ? undefined : this.#open.get(id);
  }

  #keep(alarm: Alarm, event?: AlarmEvent): Alarm {
    this.#put(alarm);
    this.#log.alarm(alarm);
    if (event) this.#log.event(event);
    return alarm;
  }

  #put(alarm: Alarm): void {
    const key = `${programOf(alarm)} ${alarm.kind}`;
    if (alarm.state === "ended") this.#open.delete(alarm.id);
    else this.#open.set(alarm.id, alarm);
    if (isActive(alarm.state) || isLatched(alarm.state)) this.#standing.set(key, alarm.id);
    else if (this.#standing.get(key) === alarm.id) this.#standing.delete(key);
    if (alarm.state === "active-acknowledged" && alarm.realarmAfterUs !== undefined && alarm.acknowledged && !alarm.withheld) this.#againUs.set(alarm.id, alarm.acknowledged.atUs + alarm.realarmAfterUs);
    else this.#againUs.delete(alarm.id);
  }

  #tell(alarms: readonly Alarm[]): void {
    for (const listener of [...this.#listeners]) listener(alarms);
  }
}

/** An alarm with what withholds it now; one that nothing withholds any more has been announced. */
function withReasons(alarm: Alarm, withholdings: Withholdings): Alarm {
  const { withheld: _before, silent, ...rest } = alarm;
  const withheld = withholdings.kindsOver(alarm);
  return withheld ? { ...rest, withheld, ...(silent && { silent }) } : rest;
}

function withholdingEvent({ assetId, rule, alarmKind, untilUs }: Withholding, what: AlarmEvent["what"], { atUs, by, reason }: Occasion): AlarmEvent {
  return {
    what, atUs, assetId, ...(rule !== undefined && { rule }), ...(alarmKind !== undefined && { alarmKind }), ...(what === "shelved" && untilUs !== undefined && { untilUs }),
    ...(by !== undefined && { by }), ...(reason !== undefined && reason !== "" && { reason }),
  };
}
