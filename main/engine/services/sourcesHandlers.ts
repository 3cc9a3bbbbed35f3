/** `sourcesService` over the source manager, whose methods are the service's own. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { sourcesService } from "../../../shared/contract/sources.ts";
import type { SourceManager } from "../sources/index.ts";
import { latest } from "./streams.ts";

/** States change seldom, rates once a second. */
const STATUS_INTERVAL_MS = 250;

export function sourcesHandlers(sources: SourceManager): Handlers<typeof sourcesService> {
  return {
    kinds: () => sources.kinds(),
    status: (_input, { signal }) => latest({ subscribe: (listener) => sources.onStatusChange(listener), read: () => sources.statuses(), signal, minIntervalMs: STATUS_INTERVAL_MS }),
    discover: (input) => sources.discover(input),
    test: (input) => sources.test(input),
    connect: (input) => sources.connect(input),
    disconnect: (input) => sources.disconnect(input),
    trust: (input) => sources.trust(input),
    ownCertificate: () => sources.ownCertificate(),
    browse: (input) => sources.browse(input),
    read: (input) => sources.read(input),
    collect: (input) => sources.collect(input),
  };
}
