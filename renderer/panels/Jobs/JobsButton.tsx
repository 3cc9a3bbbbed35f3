/** Long tasks in the title bar: the one under way with its progress, and all of them, each with Cancel, on a press. */
import { ListChecks, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover, ProgressBar } from "react-aria-components";
import type { Job } from "../../../shared/contract/engine.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDuration, formatSince, useZone } from "../../app/state/zone.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import "./jobs.css";

function progressText(job: Job): string {
  const share = job.share === undefined ? "" : `${Math.floor(job.share * 100)} %`;
  const left = job.remainingUs === undefined ? "" : `${formatDuration(job.remainingUs)} left`;
  return [share, left].filter(Boolean).join(" · ");
}

function JobBar({ job }: { readonly job: Job }): ReactNode {
  const known = job.share === undefined ? { isIndeterminate: true } : { value: job.share * 100 };
  return (
    <ProgressBar className="tb-progress" aria-label={job.title} {...known}>
      {({ percentage }) => <span className="bar"><span className={percentage === undefined ? "fill unknown" : "fill"} style={{ width: `${percentage ?? 30}%` }} /></span>}
    </ProgressBar>
  );
}

export function JobsButton(): ReactNode {
  const { jobs: store, engine, cursor } = useWorkbench();
  const { report } = useWindow();
  const jobs = useStore(store);
  const zone = useZone();
  const running = jobs.filter((job) => job.state === "running");
  const [first] = running;
  const cancel = (job: Job): void => void engine.engine.cancelJob({ job: job.id }).catch(report);
  const newestFirst = [...running, ...jobs.filter((job) => job.state !== "running").sort((a, b) => b.startedUs - a.startedUs)];
  return (
    <DialogTrigger>
      <AriaButton className="tb-jobs-button">
        {first ? (
          <>
            <span className="title">{running.length > 1 ? `${running.length} jobs: ` : ""}{first.title}</span>
            <JobBar job={first} />
            <span className="tb-num">{progressText(first)}</span>
          </>
        ) : (
          <>
            <ListChecks size={14} aria-hidden /> jobs
          </>
        )}
      </AriaButton>
      <Popover className="tb-popover" placement="bottom end" offset={4}>
        <Dialog className="tb-jobs" aria-label="Jobs">
          {newestFirst.length === 0 && <p className="none">Nothing is being worked on. Imports, simulations and backtests appear here with their progress.</p>}
          <ul>
            {newestFirst.map((job) => (
              <li key={job.id}>
                <span className="title">{job.title}</span>
                <span className="when tb-num">{job.state === "running" ? progressText(job) : `${job.state} · ${formatSince(job.startedUs, zone, cursor.nowUs)}`}</span>
                {job.state === "running" && <IconButton icon={X} label={`Cancel ${job.title}`} onPress={() => cancel(job)} />}
                {job.state === "running" && job.waits !== true && <JobBar job={job} />}
                {(job.message ?? job.text) !== undefined && <span className="text">{job.message ?? job.text}</span>}
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
