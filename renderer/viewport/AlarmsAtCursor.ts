/** Alarms as they stood at the time cursor: the window's own list while live, else what the engine knows of that instant. */
import type { Alarm } from "../../shared/contract/rules.ts";
import { Store } from "../app/state/Store.ts";
import type { Workbench } from "../app/state/Workbench.ts";
import { LatestRequest } from "../charts/LatestRequest.ts";

const MOST_ALARMS = 10_000;

/** How an alarm stood at an instant; undefined where it had not begun or was over. */
export function alarmAt(alarm: Alarm, tUs: number): Alarm | undefined {
  if (alarm.sinceUs > tUs || (alarm.clearedUs !== undefined && alarm.clearedUs <= tUs)) return undefined;
  const isAcknowledged = alarm.acknowledged !== undefined && alarm.acknowledged.atUs <= tUs;
  return { ...alarm, state: isAcknowledged ? "active-acknowledged" : "active-unacknowledged" };
}

/** What is used of the workbench. */
export type AlarmSources = Pick<Workbench, "alarms" | "cursor"> & { readonly engine: { readonly rules: Pick<Workbench["engine"]["rules"], "alarmsIn"> } };

export class AlarmsAtCursor extends Store<readonly Alarm[]> {
  readonly #workbench: AlarmSources;
  readonly #request: LatestRequest<number, Alarm[]>;
  readonly #ends: readonly (() => void)[];
  #shown = "";

  constructor(workbench: AlarmSources) {
    super(workbench.alarms.value);
    this.#workbench = workbench;
    this.#request = new LatestRequest({
      ask: async (tUs, signal) => (await workbench.engine.rules.alarmsIn({ span: { fromUs: tUs, toUs: tUs }, limit: MOST_ALARMS }, { signal })).alarms,
      onAnswer: (alarms, tUs) => this.#show(alarms, tUs),
      // The engine is away, and the window says so: what stands now is the best that is known.
      onError: (_, tUs) => this.#show(workbench.alarms.value, tUs), abortOlder: false,
    });
    this.#ends = [workbench.alarms.subscribe(() => this.#look()), workbench.cursor.subscribe(() => this.#look())];
    this.#look();
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#request.cancel();
  }

  #look(): void {
    const { alarms, cursor } = this.#workbench;
    if (cursor.value.mode === "live") {
      this.#shown = "";
      this.set(alarms.value);
    } else this.#request.want(Math.round(cursor.value.tUs));
  }

  /** Tells only of a difference: scrubbing asks often and mostly finds the same. */
  #show(alarms: readonly Alarm[], tUs: number): void {
    if (this.#workbench.cursor.value.mode === "live") return;
    const then = alarms.flatMap((alarm) => alarmAt(alarm, tUs) ?? []);
    const key = JSON.stringify(then.map(({ id, state }) => [id, state]));
    if (key === this.#shown) return;
    this.#shown = key;
    this.set(then);
  }
}
