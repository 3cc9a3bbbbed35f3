/** Says that the engine is away: what is shown is the last that was known, and what happens next. */
import { PlugZap } from "lucide-react";
import type { ReactNode } from "react";
import { writeBundle } from "../../../shared/language/bundle.ts";
import { draftsOf } from "../../editor/drafts.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { engineLife, nativeShell } from "../connection/nativeShell.ts";
import { exportName, saveBlob } from "../saveFile.ts";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";

export function ConnectionBanner({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const workbench = useWorkbench();
  const connection = useStore(workbench.connection);
  const { texts } = useStore(workbench.project);
  const unsaved = [...useStore(draftsOf(workbench))].filter(([file, text]) => text !== texts[file]?.text).map(([file, text]) => ({ file, text }));
  const life = useStore(engineLife);
  const { report } = useWindow();
  const shell = nativeShell();
  if (connection === "open") return undefined;
  const isGivenUp = shell !== undefined && life?.kind === "failed";
  return (
    <div className="tb-banner" role="alert">
      <PlugZap size={16} aria-hidden />
      {shell === undefined ? (
        <span>The engine does not answer. What you see is the last that was known. Trying again. If its terminal was closed, run <code>npm start</code>: once its link is open in this browser, this window goes on by itself, with all that you typed.</span>
      ) : (
        <span>{life !== undefined && "message" in life ? life.message : "The engine is starting."} What you see is the last that was known.</span>
      )}
      {unsaved.length > 0 && <Button onPress={() => saveBlob(new Blob([writeBundle(unsaved)], { type: "text/plain" }), exportName("unsaved", workbench.cursor.nowUs, "twin"))}>Keep {unsaved.length === 1 ? "the unsaved text" : `${unsaved.length} unsaved texts`} in a file</Button>}
      {isGivenUp ? <Button onPress={() => void shell.restartEngine().catch(report)}>Start it again</Button> : <Button onPress={onRetry}>Try now</Button>}
    </div>
  );
}
