/** What an import did: rows, samples, span, signals, and everything that could not be read. Goes on to plot it. */
import { Activity } from "lucide-react";
import type { ReactNode } from "react";
import type { ImportResult } from "../../../shared/contract/files.ts";
import { plural } from "../../../shared/plural.ts";
import { formatCount } from "../../app/formatSize.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { RejectionTable } from "./RejectionTable.tsx";

/** More lines in one plot than can be told apart. */
const MAX_PLOTTED = 6;

export function ImportReport({ result, onClose }: { readonly result: ImportResult; readonly onClose: () => void }): ReactNode {
  const { cursor } = useWorkbench();
  const { give } = useWindow();
  const zone = useZone();
  const { fromUs, toUs } = result;
  const plot = (): void => {
    if (fromUs !== undefined && toUs !== undefined && toUs > fromUs) cursor.setSpan({ fromUs, toUs });
    if (toUs !== undefined) cursor.seek(toUs);
    give("trend", { kind: "signal", ids: result.signals.slice(0, MAX_PLOTTED).map((signal) => signal.id) });
    onClose();
  };
  return (
    <>
      <p>
        <b>{formatCount(result.rows)} {plural(result.rows, "row")}</b> of {result.file} became <b>{formatCount(result.samples)} {plural(result.samples, "sample")}</b> of {result.signals.length} {plural(result.signals.length, "signal")}
        {fromUs !== undefined && toUs !== undefined && <>, from {formatDateTime(fromUs, zone)} to {formatDateTime(toUs, zone)}</>}.
      </p>
      <p>{result.rejected === 0 ? "Everything could be read." : `${formatCount(result.rejected)} ${plural(result.rejected, "value or row", "values or rows")} could not be read; nothing was guessed in ${plural(result.rejected, "its", "their")} place.`}</p>
      {result.rejections.length > 0 && <RejectionTable title="What could not be read" rejections={result.rejections} />}
      {result.rejectionsFile !== undefined && <p className="quiet">The whole list: <code>{result.rejectionsFile}</code></p>}
      <div className="tb-sheet-buttons"><Button look="primary" icon={Activity} onPress={plot} isDisabled={result.signals.length === 0} autoFocus>Plot it</Button></div>
    </>
  );
}
