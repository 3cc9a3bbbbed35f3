/** How a forecast's inputs go on, what is other, and from which states it began. */
import type { ReactNode } from "react";
import type { Forecast } from "../../../shared/contract/forecasts.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { changeText } from "../../../shared/contract/whatIf.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { HeldWords, StartTable, startWords } from "../Runs/StartStates.tsx";
import { variableText } from "../Study/studyWords.ts";
import { EarlierTable } from "./EarlierTable.tsx";
import { SCENARIO_WORDS } from "./scenarioWords.ts";

export function ForecastReport({ run, forecast }: { readonly run: Run; readonly forecast: Forecast }): ReactNode {
  const project = useStore(useWorkbench().project);
  const zone = useZone();
  const { scenarios, changes, start, held, uncertainty, earlier } = forecast;
  const place = (assetId: string | undefined): string => (assetId === undefined ? "" : ` on ${assetLabel(project, assetId)}`);
  const given = [
    ...scenarios.map(({ use, name, asset, how }) => `${use} ${name}${place(asset)} ${SCENARIO_WORDS[how]}`),
    ...changes.map((change) => `${change.use} ${changeText(change)}${place(change.asset)}`),
  ];
  return (
    <div className="tb-what-if-report">
      <p>
        From {formatDateTime(run.fromUs, zone)} on for {formatDuration(run.toUs - run.fromUs)}{given.length > 0 && <>: <b>{given.join("; ")}</b></>}.
        {" "}{startWords(forecast)}.
        {uncertainty && <>{" "}Middle and nine in ten of {uncertainty.rows.toLocaleString("en")} rows{uncertainty.failed > 0 && `, ${uncertainty.failed.toLocaleString("en")} without a solution`}: {uncertainty.variables.map((variable) => `${variable.use} ${variableText(variable)}${place(variable.asset)}`).join("; ")}; seed {uncertainty.seed}.</>}
        {held.length > 0 && <>{" "}<HeldWords held={held} /></>}
      </p>
      {earlier && <EarlierTable run={run} earlier={earlier} />}
      <StartTable run={run} start={start} />
    </div>
  );
}
