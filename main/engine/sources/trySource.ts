/** "Test connection": opens a session, waits until it stands one way or the other, closes it. */
import type { CertificateInfo } from "../../../shared/contract/sources.ts";
import type { SessionStatus, SourceDriver } from "./SourceDriver.ts";

export interface TryResult {
  readonly ok: boolean;
  readonly message: string;
  readonly certificate?: CertificateInfo;
}

/** A server that answers each step just in time is still given up after this long. */
const TRY_LIMIT_MS = 20_000;

export async function trySource(driver: SourceDriver, settings: Readonly<Record<string, unknown>>, secret: string | undefined): Promise<TryResult> {
  let last: SessionStatus | undefined;
  let limit: NodeJS.Timeout | undefined;
  let decided: (status: SessionStatus | undefined) => void = () => undefined;
  const outcome = new Promise<SessionStatus | undefined>((resolve) => (decided = resolve));
  const session = driver.open({
    settings,
    secret: () => Promise.resolve(secret),
    events: {
      onBatch: () => undefined,
      onGap: () => undefined,
      onFilled: () => undefined,
      onConfirm: () => undefined,
      onStatus: (status) => {
        last = status;
        if (status.state !== "connecting" && status.state !== "off") decided(status);
      },
    },
  });
  try {
    limit = setTimeout(() => decided(undefined), TRY_LIMIT_MS);
    const status = await outcome;
    if (status === undefined) return { ok: false, message: last?.message ?? `The server did not let us in within ${TRY_LIMIT_MS / 1000} s.` };
    const certificate = status.certificate && { certificate: status.certificate };
    if (status.state === "live") return { ok: true, message: "Connected and read successfully.", ...certificate };
    return { ok: false, message: status.message ?? `The connection is ${status.state}.`, ...certificate };
  } finally {
    clearTimeout(limit);
    await session.close();
  }
}
