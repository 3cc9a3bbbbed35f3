/** Where something is about to be solved: which errors in the texts as saved take a model or a use out of it. */
import type { ReactNode } from "react";
import { modelFaults } from "../../../shared/language/modelFaults.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";

export function TextFaults(): ReactNode {
  const { project, rules } = useWorkbench();
  const texts = Object.values(useStore(project).texts);
  const diagnostics = useStore(rules).flatMap((status) => status.diagnostics);
  return modelFaults(texts, diagnostics).map((fault) => <ErrorText key={fault} error={fault} />);
}
