/** The way of alarms, their events and what withholds them into the store: in order, and what could not be written is written with the next. */
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { HistoryInterface } from "../history/index.ts";

/** Where alarms live beyond this process. */
export type AlarmStore = Pick<HistoryInterface, "recordAlarms" | "openAlarms" | "withholdings" | "alarmsIn" | "alarmEvents">;

export class AlarmLog {
  readonly #store: Pick<AlarmStore, "recordAlarms">;
  readonly #onTrouble: (error: TwinError) => void;
  #alarms = new Map<string, Alarm>();
  #events: AlarmEvent[] = [];
  /** Undefined: released. */
  #withholdings = new Map<string, Withholding | undefined>();
  #isDue = false;
  #writing: Promise<void> = Promise.resolve();
  #failure: TwinError | undefined;

  constructor(store: Pick<AlarmStore, "recordAlarms">, onTrouble: (error: TwinError) => void) {
    this.#store = store;
    this.#onTrouble = onTrouble;
  }

  alarm(alarm: Alarm): void {
    this.#alarms.set(alarm.id, alarm);
    this.#write();
  }

  event(event: AlarmEvent): void {
    this.#events.push(event);
    this.#write();
  }

  withholding(id: string, withholding: Withholding | undefined): void {
    this.#withholdings.set(id, withholding);
    this.#write();
  }

  /** Resolves when all that was told is on disk; rejects with what keeps it from there. */
  async written(): Promise<void> {
    await this.#writing;
    if (this.#failure) throw this.#failure;
  }

  /** Resolves when what was told was written or could not be. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  #write(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // What is told in one turn of the event loop, or while the last is written, goes together.
    this.#writing = this.#writing.then(() => this.#flush());
  }

  async #flush(): Promise<void> {
    const [alarms, events, withholdings] = [this.#alarms, this.#events, this.#withholdings];
    this.#alarms = new Map();
    this.#events = [];
    this.#withholdings = new Map();
    this.#isDue = false;
    try {
      await this.#store.recordAlarms({
        alarms: [...alarms.values()], events,
        withholdings: [...withholdings.values()].filter((one) => one !== undefined),
        released: [...withholdings].filter(([, one]) => one === undefined).map(([id]) => id),
      });
      this.#failure = undefined;
    } catch (error) {
      this.#alarms = new Map([...alarms, ...this.#alarms]);
      this.#events = [...events, ...this.#events];
      this.#withholdings = new Map([...withholdings, ...this.#withholdings]);
      this.#failure = troubleOf(alarms.size, error);
      this.#onTrouble(this.#failure);
    }
  }
}

function troubleOf(alarms: number, error: unknown): TwinError {
  const { code, message } = TwinError.from(error);
  const what = alarms === 0 ? "What was done with alarms" : alarms === 1 ? "An alarm" : `${alarms} alarms`;
  return new TwinError(code, `${what} could not be written to the history: ${message}`, { cause: error });
}
