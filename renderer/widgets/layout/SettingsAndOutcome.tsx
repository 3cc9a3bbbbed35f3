/** A panel that asks on one side and shows what came of it on the other; below each other where there is no room. */
import type { ReactNode } from "react";
import "./settingsAndOutcome.css";

export interface SettingsAndOutcomeProps {
  readonly label: string;
  readonly settings: ReactNode;
  readonly outcome: ReactNode;
}

export function SettingsAndOutcome({ label, settings, outcome }: SettingsAndOutcomeProps): ReactNode {
  return (
    <section className="tb-ask" aria-label={label}>
      <div className="settings">{settings}</div>
      <div className="outcome">{outcome}</div>
    </section>
  );
}
