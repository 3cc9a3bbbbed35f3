/** Dialogs of the project as a whole: its name and zone, the operator's name, and saved layouts. */
import { Trash2 } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { TwinError } from "../../../shared/contract/errors.ts";
import { settingsOf } from "../../../shared/model/project.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import type { DockController } from "../dock/DockController.ts";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";

export function ProjectSettingsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { engine, project } = useWorkbench();
  const settings = settingsOf(useStore(project));
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return (
    <FieldDialog
      title="Project"
      action="Save"
      onClose={onClose}
      fields={[
        { name: "name", label: "Name", kind: "text", required: true },
        { name: "zone", label: "Time zone", kind: "choice", choices: zones.map((zone) => ({ value: zone, label: zone })), help: "Times are shown in this zone, and times without an offset in files are read in it." },
      ]}
      values={{ name: settings.name, zone: settings.zone }}
      onSubmit={async ({ name, zone }) => {
        const after = { ...settings, name: String(name).trim(), zone: String(zone) };
        await engine.project.change({ label: "Change the project's name or zone", changes: [{ table: "settings", id: settings.id, after }] });
      }}
    />
  );
}

export function OperatorDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { engine, info } = useWorkbench();
  return (
    <FieldDialog
      title="Operator"
      text="The name written beside changes and acknowledgements. It tells who did something; it does not prove it."
      action="Use this name"
      onClose={onClose}
      fields={[{ name: "name", label: "Name", kind: "text", required: true }]}
      values={{ name: useStore(info)?.operator ?? "" }}
      onSubmit={async ({ name }) => engine.project.setOperator({ name: String(name).trim() })}
    />
  );
}

interface NamedLayout {
  readonly name: string;
  readonly layout: unknown;
}

export function LayoutsDialog({ dock, onClose }: { readonly dock: DockController; readonly onClose: () => void }): ReactNode {
  const { engine } = useWorkbench();
  const { say } = useWindow();
  const [layouts, setLayouts] = useState<readonly NamedLayout[]>();
  const [name, setName] = useState("");
  const [error, setError] = useState<unknown>();
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(undefined);
    try {
      await work();
      setLayouts((await engine.project.layouts({})).layouts);
    } catch (thrown) {
      setError(thrown);
    }
  };
  useEffect(() => void attempt(async () => {}), [engine]);
  const save = (): Promise<void> =>
    attempt(async () => {
      await engine.project.saveLayout({ name: name.trim(), layout: dock.current() });
      say(`Layout “${name.trim()}” saved with the project.`);
      setName("");
    });
  const show = ({ name: chosen, layout }: NamedLayout): void => {
    if (dock.show(layout)) onClose();
    else setError(new TwinError("damaged", `Layout “${chosen}” cannot be read by this version. Save it again, or remove it.`));
  };
  return (
    <Dialog title="Layouts" onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>} onSubmit={() => void (name.trim() !== "" && save())}>
      <div className="tb-layout-save">
        <TextField label="Save what is open now as" value={name} onChange={setName} placeholder="Shift handover" autoFocus />
        <Button look="primary" isDisabled={name.trim() === ""} onPress={() => void save()}>Save</Button>
      </div>
      <ErrorText error={error} />
      {layouts?.length === 0 && <p>No layout is saved with this project yet.</p>}
      <ul className="tb-layout-list" aria-label="Saved layouts">
        {layouts?.map((layout) => (
          <li key={layout.name}>
            <Button look="quiet" onPress={() => show(layout)}>{layout.name}</Button>
            <IconButton icon={Trash2} label={`Remove layout ${layout.name}`} onPress={() => void attempt(() => engine.project.removeLayout({ name: layout.name }))} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
