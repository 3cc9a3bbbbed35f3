/** What an empty list says: what would stand here, and the next step as a button. */
import type { ReactNode } from "react";
import "./empty.css";

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons for the next step. */
  readonly actions?: ReactNode;
}

export function EmptyState({ title, children, actions }: EmptyStateProps): ReactNode {
  return (
    <div className="tb-empty">
      <p className="title">{title}</p>
      {children !== undefined && <p>{children}</p>}
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  );
}
