/** The window's clock: LIVE or not, the instant all panels show, and its zone. Going live and changing the zone are buttons. */
import { Radio } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { settingsOf } from "../../../shared/model/project.ts";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";
import { formatDateTime, useZone } from "../state/zone.ts";
import { liveState } from "./liveState.ts";

export function LiveClock(): ReactNode {
  const workbench = useWorkbench();
  const { preferences } = useWindow();
  const { mode, speed, tUs } = useStore(workbench.cursor);
  const project = useStore(workbench.project);
  const statuses = useStore(workbench.sources);
  const connection = useStore(workbench.connection);
  const zone = useZone();
  const state = liveState({ connection, mode, speed, sources: Object.values(project.sources), statuses });
  return (
    <div className="tb-clock">
      <span className={`state${state.isCurrent ? "" : " not-current"}`}>{state.word}</span>
      {state.detail !== undefined && <span className="detail">{state.detail}</span>}
      <time className="tb-num">{formatDateTime(tUs, zone)}</time>
      <Button className="zone" aria-label={`Times in ${zone}. Change to ${zone === "UTC" ? settingsOf(project).zone : "UTC"}`} onPress={() => preferences.utc.update((utc) => !utc)}>{zone}</Button>
      {mode !== "live" && (
        <Button className="tb-button go-live" onPress={() => workbench.cursor.goLive()}>
          <Radio size={13} aria-hidden /> Go live
        </Button>
      )}
    </div>
  );
}
