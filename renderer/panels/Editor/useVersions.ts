/** What was applied of a text, newest first; asked anew when another version runs. */
import { useEffect, useState } from "react";
import type { TextVersion } from "../../../shared/contract/rules.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";

export interface Versions {
  /** Undefined until they are known. */
  readonly versions?: readonly TextVersion[];
  readonly error?: unknown;
}

export function useVersions(file: string): Versions {
  const { engine, project } = useWorkbench();
  const applied = useStore(project).texts[file]?.applied;
  const [found, setFound] = useState<Versions>({});
  useEffect(() => {
    const life = new AbortController();
    engine.rules.versions({ file }, { signal: life.signal }).then(
      ({ versions }) => setFound({ versions }),
      (error: unknown) => !life.signal.aborted && setFound({ error }),
    );
    return () => life.abort();
  }, [engine, file, applied]);
  return found;
}
