/** `projectService` over the project store. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { AuditEntry, ProjectFrame, ProjectInfo, projectService } from "../../../shared/contract/project.ts";
import { libraryModels } from "../library/index.ts";
import type { OutsideEdits, ProjectStore } from "../project/index.ts";
import { readLayouts, removeLayout, writeLayout } from "../project/index.ts";
import type { Operator } from "./Operator.ts";
import type { RecentProjects } from "./RecentProjects.ts";
import { everything } from "./streams.ts";

export interface ProjectHandlerParts {
  readonly store: ProjectStore;
  readonly outside: OutsideEdits;
  readonly operator: Operator;
  readonly recent: RecentProjects;
  readonly readAudit: (limit: number) => Promise<AuditEntry[]>;
}

export function projectHandlers({ store, outside, operator, recent, readAudit }: ProjectHandlerParts): Handlers<typeof projectService> {
  const info = (): ProjectInfo => ({
    folder: store.folder,
    readOnly: store.readOnly,
    operator: operator.name,
    ...(store.undoLabel !== undefined && { undo: store.undoLabel }),
    ...(store.redoLabel !== undefined && { redo: store.redoLabel }),
  });
  const snapshot = (): ProjectFrame => ({ kind: "snapshot", project: store.project, info: info(), revision: store.revision });
  // A frame is made when the change is told, before undo labels moved on; so labels are read once the change is complete.
  const frames = (tell: (frame: ProjectFrame) => void) => {
    const ofChange = store.onChange((applied) => queueMicrotask(() => tell({ kind: "change", change: applied.change, info: info(), revision: applied.revision })));
    const ofOperator = operator.onChange(() => tell(snapshot()));
    return () => {
      ofChange();
      ofOperator();
    };
  };
  // A step may write a text over what another program has just made of it.
  const stepped = async (step: () => string | undefined): Promise<{ label?: string }> => {
    await outside.look();
    return labelled(step());
  };
  return {
    async *watch(_input, { signal }) {
      await outside.look();
      yield* everything(frames, () => [snapshot()], signal);
    },
    change: async (proposed) => {
      const isOfTexts = proposed.changes.some(({ table }) => table === "texts");
      if (isOfTexts) await outside.look();
      store.change(proposed, operator.name);
      const { revision } = store;
      // Whoever saves a text may look at the file at once, or commit it.
      if (isOfTexts) await store.flush();
      return { revision };
    },
    undo: () => stepped(() => store.undo(operator.name)),
    redo: () => stepped(() => store.redo(operator.name)),
    audit: async ({ limit }) => ({ entries: await readAudit(limit) }),
    layouts: async () => ({ layouts: await readLayouts(store.folder) }),
    saveLayout: ({ name, layout }) => writeLayout(store.folder, { name, layout }),
    removeLayout: ({ name }) => removeLayout(store.folder, name),
    setOperator: ({ name }) => operator.set(name),
    library: () => ({ models: libraryModels() }),
    recent: async () => ({ projects: await recent.list() }),
  };
}

function labelled(label: string | undefined): { label?: string } {
  return label === undefined ? {} : { label };
}
