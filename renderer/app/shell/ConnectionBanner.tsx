/** Says that the engine is away: what is shown is the last that was known, and what happens next. */
import { PlugZap } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../widgets/controls/Button.tsx";
import { useStore } from "../state/Store.ts";
import { useWorkbench } from "../state/Workbench.ts";

export function ConnectionBanner({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const connection = useStore(useWorkbench().connection);
  if (connection === "open") return undefined;
  return (
    <div className="tb-banner" role="alert">
      <PlugZap size={16} aria-hidden />
      <span>The engine does not answer. What you see is the last that was known. Trying again; if the terminal with Twinbench was closed, run <code>npm start</code> again.</span>
      <Button onPress={onRetry}>Try now</Button>
    </div>
  );
}
