/** On an asset's sheet: the models that run along with it, how far off they are, and the way to their run. */
import type { ReactNode } from "react";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatSince, useZone } from "../../app/state/zone.ts";
import { Fact } from "../../widgets/facts/Fact.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { runSignalName } from "../Runs/runSignalName.ts";
import { amountText, driftText } from "./liveWords.ts";

export function AssetLiveRuns({ assetId }: { readonly assetId: string }): ReactNode {
  const workbench = useWorkbench();
  const { openPanel } = useWindow();
  const project = useStore(workbench.project);
  const zone = useZone();
  const own = useStore(workbench.liveRuns).flatMap(({ run, uses }) => uses.filter((use) => use.assetId === assetId).map((use) => ({ run, use })));
  if (own.length === 0) return undefined;
  const time = (tUs: number): string => formatSince(tUs, zone, workbench.cursor.nowUs);
  return (
    <section>
      <ViewHead title="Live models" level={3} />
      <dl className="tb-facts">
        {own.map(({ run, use }) => (
          <Fact key={run} name={use.use} from={use.compared.map((one) => `${runSignalName(project, one.signal).split(" › ").at(-1) ?? ""} off by ${amountText(one.residual, one.unit)}${one.why === undefined ? "," : "."} ${driftText(one, time)}`).join(" · ")}>
            <button type="button" className="tb-link" onClick={() => openPanel("runs", { config: { run } })}>{use.state}</button>
          </Fact>
        ))}
      </dl>
    </section>
  );
}
