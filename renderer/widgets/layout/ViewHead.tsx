/** The head line of a side view or a section: its name, and its few actions at the right. */
import type { ReactNode } from "react";
import "./viewHead.css";

export function ViewHead({ title, children, level = 2 }: { readonly title: ReactNode; readonly children?: ReactNode; readonly level?: 2 | 3 }): ReactNode {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className="tb-view-head">
      <Heading>{title}</Heading>
      <div className="actions">{children}</div>
    </div>
  );
}
