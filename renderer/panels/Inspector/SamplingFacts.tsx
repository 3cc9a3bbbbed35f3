/** How often a signal is asked for, beside what the server made of it; and why it is not delivered, where it is not. */
import type { ReactNode } from "react";
import type { Binding } from "../../../shared/model/project.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";

export function SamplingFacts({ binding }: { readonly binding: Binding }): ReactNode {
  const status = useStore(useWorkbench().sources).find((candidate) => candidate.source === binding.source);
  const failed = status?.failedItems.find((item) => item.address === binding.address);
  const { sampling } = binding;
  if (!sampling) return <ErrorText error={failed?.reason} />;
  // Revised values are known per subscription: the one that was asked for this rate.
  const subscription = status?.subscriptions.find((candidate) => candidate.samplingMs.requested === sampling.intervalMs) ?? status?.subscriptions[0];
  const range = (low: number, high: number): string => (low === high ? String(low) : `${low} to ${high}`);
  return (
    <>
      <ErrorText error={failed && `The server does not deliver this address: ${failed.reason}`} />
      <table className="tb-sampling">
        <thead>
          <tr><th scope="col"><span className="tb-hidden">Setting</span></th><th scope="col">requested</th><th scope="col">revised</th></tr>
        </thead>
        <tbody>
          <tr><th scope="row">sampling</th><td>{sampling.intervalMs} ms</td><td>{subscription ? `${range(subscription.samplingMs.revisedMin, subscription.samplingMs.revisedMax)} ms` : "–"}</td></tr>
          <tr><th scope="row">queue</th><td>{sampling.queueSize}</td><td>{subscription ? range(subscription.queueSize.revisedMin, subscription.queueSize.revisedMax) : "–"}</td></tr>
          <tr><th scope="row">publishing</th><td>{subscription ? `${subscription.publishingMs.requested} ms` : "–"}</td><td>{subscription ? `${subscription.publishingMs.revised} ms` : "–"}</td></tr>
        </tbody>
      </table>
    </>
  );
}
