/** Where an asset stands in its life, since when and why, and the moves that make sense from here. */
import type { ReactNode } from "react";
import type { Asset, Lifecycle } from "../../../shared/model/project.ts";
import { lifecycleMoves } from "../../../shared/model/edits/lifecycle.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { LifecycleDialog } from "../Assets/LifecycleDialog.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";

export const MOVE_WORDS: Readonly<Record<Lifecycle, string>> = {
  provisioning: "Set up again",
  active: "Put in service",
  maintenance: "To maintenance",
  error: "Mark as failed",
  retired: "Retire",
};

export function LifecycleFacts({ asset }: { readonly asset: Asset }): ReactNode {
  const { openDialog } = useWindow();
  const { project } = useWorkbench();
  const zone = useZone();
  const { state, sinceUs, reason, by } = asset.lifecycle;
  const from = [`since ${formatDateTime(sinceUs, zone, "minute")}`, by === undefined ? undefined : `by ${by}`, reason].filter((part) => part !== undefined).join(" · ");
  return (
    <section>
      <ViewHead title="Lifecycle" level={3} />
      <dl className="tb-facts"><Fact name="state" from={from}>{state}</Fact></dl>
      {(state === "provisioning" || state === "retired") && <p className="sheet-hint">Rules do not run on it until it is put in service.</p>}
      <div className="tb-sheet-buttons">
        {lifecycleMoves(state).map((to) => (
          <Button key={to} onPress={() => openDialog((close) => <LifecycleDialog assetIds={[asset.id]} to={to} project={project.value} onClose={close} />)}>{MOVE_WORDS[to]} …</Button>
        ))}
      </div>
    </section>
  );
}
