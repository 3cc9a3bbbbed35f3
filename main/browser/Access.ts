/**
 * Who may speak to the browser shell. A link with a token (once, 60 s) is exchanged for a cookie; from then on every
 * request needs the cookie and our exact Host, and whatever is no plain GET our exact Origin, so that no other page,
 * DNS name or user of the machine gets in. Attribution of people is not its business.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";

/** A link is followed at once; what lies around longer in a terminal or a log is worth nothing. */
const TOKEN_LIFE_MS = 60_000;
const SECRET_BYTES = 32;

/** What is looked at of a request. */
export interface RequestFacts {
  readonly method: string;
  readonly upgrade: boolean;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
}

export class Access {
  readonly origin: string;
  readonly #host: string;
  readonly #cookieName: string;
  readonly #secret = randomBytes(SECRET_BYTES).toString("base64url");
  readonly #tokens = new Map<string, number>();
  readonly #nowMs: () => number;

  constructor(port: number, nowMs: () => number = Date.now) {
    this.#host = `127.0.0.1:${port}`;
    this.origin = `http://${this.#host}`;
    // Cookies do not know ports; two shells on one machine must not overwrite each other's.
    this.#cookieName = `twinbench-${port}`;
    this.#nowMs = nowMs;
  }

  /** `name=value`, for our own second start, which reads it from a file only this user can read. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#secret}`;
  }

  /** A fresh link to the window. */
  link(): string {
    const now = this.#nowMs();
    for (const [token, endMs] of this.#tokens) if (endMs < now) this.#tokens.delete(token);
    const token = randomBytes(SECRET_BYTES).toString("base64url");
    this.#tokens.set(token, now + TOKEN_LIFE_MS);
    return `${this.origin}/?token=${token}`;
  }

  /** The Set-Cookie header for a good token, which is used up; undefined for any other. */
  exchange(token: string): string | undefined {
    const endMs = this.#tokens.get(token);
    this.#tokens.delete(token);
    return endMs === undefined || endMs < this.#nowMs() ? undefined : `${this.cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Comes from a page or program that addresses us by our own name. Holds for the exchange too. */
  isOurs({ method, upgrade, host, origin }: RequestFacts): boolean {
    if (host !== this.#host) return false;
    const plain = method === "GET" && !upgrade;
    return plain ? origin === undefined || origin === this.origin : origin === this.origin;
  }

  allows(facts: RequestFacts): boolean {
    return this.isOurs(facts) && this.#hasCookie(facts.cookie ?? "");
  }

  #hasCookie(header: string): boolean {
    return header.split(";").some((pair) => {
      const [name, value] = pair.trim().split("=", 2);
      return name === this.#cookieName && value !== undefined && sameText(value, this.#secret);
    });
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
