/** What went wrong, to what, and what to do, where the engineer is looking; and what to do where a list has nothing. */
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { TwinError } from "../../../shared/contract/errors.ts";
import "./controls.css";

export function ErrorText({ error }: { readonly error: unknown }): ReactNode {
  if (error === undefined) return undefined;
  return (
    <p className="tb-error" role="alert">
      <CircleAlert size={14} aria-hidden />
      <span>{typeof error === "string" ? error : TwinError.from(error).message}</span>
    </p>
  );
}
