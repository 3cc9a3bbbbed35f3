/** One line of a fact sheet, inside a `dl.tb-facts`: name, value, where it is from. */
import type { ReactNode } from "react";

export function Fact({ name, children, from }: { readonly name: string; readonly children: ReactNode; readonly from?: string | undefined }): ReactNode {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd>{children}</dd>
      {from !== undefined && <dd className="from">{from}</dd>}
    </div>
  );
}
