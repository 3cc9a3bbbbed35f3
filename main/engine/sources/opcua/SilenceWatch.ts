/**
 * Notices a connection that is open and dead: the server sends neither values nor keep-alives. Confirms held values while
 * it does. A watch of our own, because a socket may stay open for hours behind a cable that was pulled.
 */
import type { Clock } from "../../../../shared/time/time.ts";
import { US_PER_S } from "../../../../shared/time/time.ts";
import type { SubscriptionSet } from "./SubscriptionSet.ts";

/** How often silence is looked for. */
const PULSE_MS = 500;
const CONFIRM_EVERY_US = US_PER_S;
/** A pulse as late as this was held up on our side (a suspended laptop, a machine without time): the server gets another chance. */
const ASLEEP_AFTER_US = 2 * US_PER_S;
/** So many times the limit of silence, and the connection is given up. */
const GIVE_UP_SILENCE = 2;

export interface SilenceEvents {
  /** Overdue since this instant. */
  readonly onSilent: (sinceUs: number) => void;
  readonly onHeardAgain: () => void;
  readonly onGivenUp: () => void;
  readonly onConfirm: (untilUs: number) => void;
}

export class SilenceWatch {
  readonly #subscriptions: SubscriptionSet;
  readonly #clock: Clock;
  readonly #events: SilenceEvents;
  readonly #timer: NodeJS.Timeout;
  #silent = false;
  #confirmedUs = 0;
  #pulseUs: number;
  #listeningSinceUs: number;

  constructor(subscriptions: SubscriptionSet, clock: Clock, events: SilenceEvents) {
    this.#subscriptions = subscriptions;
    this.#clock = clock;
    this.#events = events;
    this.#pulseUs = clock();
    this.#listeningSinceUs = this.#pulseUs;
    this.#timer = setInterval(() => this.#pulse(), PULSE_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #pulse(): void {
    const nowUs = this.#clock();
    if (nowUs - this.#pulseUs > ASLEEP_AFTER_US) this.#listeningSinceUs = nowUs;
    this.#pulseUs = nowUs;
    const silence = this.#subscriptions.silence(nowUs, this.#listeningSinceUs);
    const heardUs = this.#subscriptions.heardUs;
    if (!this.#silent && silence > 1) {
      this.#silent = true;
      this.#events.onSilent(heardUs ?? nowUs);
    } else if (this.#silent && silence <= 1) {
      this.#silent = false;
      this.#events.onHeardAgain();
    } else if (silence > GIVE_UP_SILENCE) {
      this.#events.onGivenUp();
    }
    if (!this.#silent && heardUs !== undefined && heardUs - this.#confirmedUs >= CONFIRM_EVERY_US) {
      this.#confirmedUs = heardUs;
      this.#events.onConfirm(heardUs);
    }
  }
}
