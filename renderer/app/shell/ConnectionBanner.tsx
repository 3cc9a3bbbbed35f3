/** Says that the engine is away: what is shown is the last that was known, and what happens next. */
import { PlugZap } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../widgets/controls/Button.tsx";
import { engineLife, nativeShell } from "../connection/nativeShell.ts";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";

export function ConnectionBanner({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const connection = useStore(useWorkbench().connection);
  const life = useStore(engineLife);
  const { report } = useWindow();
  const shell = nativeShell();
  if (connection === "open") return undefined;
  const isGivenUp = shell !== undefined && life?.kind === "failed";
  return (
    <div className="tb-banner" role="alert">
      <PlugZap size={16} aria-hidden />
      {shell === undefined ? (
        <span>The engine does not answer. What you see is the last that was known. Trying again; if the terminal with Twinbench was closed, run <code>npm start</code> again.</span>
      ) : (
        <span>{life !== undefined && "message" in life ? life.message : "The engine is starting."} What you see is the last that was known.</span>
      )}
      {isGivenUp ? <Button onPress={() => void shell.restartEngine().catch(report)}>Start it again</Button> : <Button onPress={onRetry}>Try now</Button>}
    </div>
  );
}
