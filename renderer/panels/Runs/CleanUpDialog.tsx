/** Deletes runs that nobody pinned and that are older than so many days. */
import type { ReactNode } from "react";
import { US_PER_DAY } from "../../../shared/time/time.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";

const USUAL_DAYS = 30;

export function CleanUpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const workbench = useWorkbench();
  const { say } = useWindow();
  const cleanUp = async (days: number): Promise<void> => {
    const { removed } = await workbench.engine.runs.cleanUp({ beforeUs: Math.round(workbench.cursor.nowUs - days * US_PER_DAY) });
    workbench.shown.update((state) => ({ ...state, overlays: state.overlays.filter((id) => !removed.includes(id)) }));
    say(removed.length === 0 ? "There was no such run." : `${removed.length} ${removed.length === 1 ? "run was" : "runs were"} deleted.`);
  };
  return (
    <FieldDialog
      title="Clean up runs" action="Delete" look="danger" onClose={onClose}
      text="Deletes runs with all that they computed. Pinned ones are kept."
      fields={[{ name: "days", label: "Older than, days", kind: "number", required: true, default: USUAL_DAYS }]}
      onSubmit={({ days }) => cleanUp(Number(days))}
    />
  );
}
