/** A task under way inside a dialog: what, how far, and what it says of itself. */
import type { ReactNode } from "react";
import { ProgressBar } from "react-aria-components";
import type { Progress } from "../../../shared/contract/define.ts";
import "./jobs.css";

export function ProgressLine({ what, progress }: { readonly what: string; readonly progress?: Progress }): ReactNode {
  const share = progress?.share;
  return (
    <div className="tb-progress-line">
      <p role="status">{what}{share === undefined ? "" : ` ${Math.floor(share * 100)} %`}</p>
      <ProgressBar className="tb-progress" aria-label={what} {...(share === undefined ? { isIndeterminate: true } : { value: share * 100 })}>
        {({ percentage }) => <span className="bar"><span className={percentage === undefined ? "fill unknown" : "fill"} style={{ width: `${percentage ?? 30}%` }} /></span>}
      </ProgressBar>
      {progress?.text !== undefined && <p className="quiet">{progress.text}</p>}
    </div>
  );
}
