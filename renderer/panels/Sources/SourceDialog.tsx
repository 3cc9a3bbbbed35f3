/**
 * Connects a source: address, then the endpoints it offers with the most secure one chosen, then who to log in as. Fields
 * come from the source's kind. Connect is possible only when an endpoint is chosen or the settings are known to be right.
 */
import { Search } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Endpoint, SourceKind } from "../../../shared/contract/sources.ts";
import { put } from "../../../shared/model/edits/edit.ts";
import type { Source } from "../../../shared/model/project.ts";
import { newId } from "../../app/newId.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { FieldForm } from "../../widgets/overlays/FieldForm.tsx";
import { missingFields, splitSecret, startingValues, type FieldValues } from "../../widgets/overlays/fieldValues.ts";
import { EndpointChoice } from "./EndpointChoice.tsx";
import { bySecurity, endpointSettings, nameOfUrl } from "./sourceWords.ts";

export interface SourceDialogProps {
  /** Edits this source instead of making one. */
  readonly sourceId?: string;
  readonly onClose: () => void;
  readonly onSaved: (source: string, secret?: string) => void;
}

/** Settings that the choice of an endpoint makes. */
const ENDPOINT_FIELDS = ["securityPolicy", "securityMode"];

export function SourceDialog({ sourceId, onClose, onSaved }: SourceDialogProps): ReactNode {
  const { engine, project } = useWorkbench();
  const existing = sourceId === undefined ? undefined : project.value.sources[sourceId];
  const [kinds, setKinds] = useState<readonly SourceKind[]>();
  const [kindId, setKindId] = useState<string>(existing?.kind ?? "opcua");
  const [name, setName] = useState(existing?.name ?? "");
  const [values, setValues] = useState<FieldValues>();
  const [endpoints, setEndpoints] = useState<readonly Endpoint[]>();
  const [chosen, setChosen] = useState<Endpoint>();
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<unknown>();
  const kind = kinds?.find((candidate) => candidate.kind === kindId);
  useEffect(() => void engine.sources.kinds({}).then((answer) => setKinds(answer.kinds.filter((candidate) => candidate.capabilities.subscribe)), setError), [engine]);
  useEffect(() => {
    if (kind) setValues(startingValues(kind.fields, existing?.settings));
  }, [kind]);

  const addressField = kind?.fields.find((field) => field.kind === "url");
  const address = String(values?.[addressField?.name ?? ""] ?? "");
  const discovers = kind?.capabilities.discover === true && addressField !== undefined;
  const fields = kind?.fields.filter((field) => field !== addressField && !(discovers && ENDPOINT_FIELDS.includes(field.name))) ?? [];
  const missing = kind && values ? missingFields(kind.fields, values) : [];
  const isChosen = !discovers || chosen !== undefined || existing !== undefined;

  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(undefined);
    }
  };
  const choose = (endpoint: Endpoint | undefined): void => {
    setChosen(endpoint);
    if (endpoint) setValues((known) => ({ ...known, ...endpointSettings(endpoint) }));
  };
  const discover = (): Promise<void> =>
    attempt("Asking the server …", async () => {
      setEndpoints(undefined);
      choose(undefined);
      const found = [...(await engine.sources.discover({ url: address })).endpoints].sort(bySecurity);
      setEndpoints(found);
      choose(found[0]);
    });
  const save = (): Promise<void> =>
    attempt("Connecting …", async () => {
      if (!kind || !values) return;
      const { settings, secret } = splitSecret(kind.fields, values);
      // The kind's id is one of the project's source kinds: the engine lists only those it can open.
      const source: Source = { id: existing?.id ?? newId(), kind: kind.kind as Source["kind"], name: name.trim() || nameOfUrl(address), enabled: true, settings };
      if (Object.values(project.value.sources).some((other) => other.name === source.name && other.id !== source.id)) throw new TwinError("refused", `There is already a source called ${source.name}. Choose another name.`);
      await engine.project.change({ label: existing ? `Change source ${source.name}` : `Connect ${source.name}`, changes: [put("sources", source)] });
      onSaved(source.id, secret);
      onClose();
    });
  return (
    <Dialog
      title={existing ? `Settings of ${existing.name}` : "Connect a source"}
      widthPx={620}
      onClose={onClose}
      onSubmit={() => void (discovers && !isChosen ? discover() : isChosen && missing.length === 0 && save())}
      buttons={
        <>
          <span className="left" role="status">{busy ?? (missing.length > 0 ? `Still needed: ${missing.join(", ")}.` : isChosen ? "Read-only: nothing is written to the equipment." : "Find the server's endpoints first.")}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" isDisabled={!isChosen || missing.length > 0 || busy !== undefined} onPress={() => void save()}>{existing ? "Save and connect" : "Connect"}</Button>
        </>
      }
    >
      {kinds && kinds.length > 1 && <ChoiceField label="Kind" value={kindId} choices={kinds.map((candidate) => ({ value: candidate.kind, label: candidate.label }))} onChange={setKindId} isDisabled={existing !== undefined} />}
      {addressField && values && (
        <div className="tb-address">
          <TextField label={addressField.label} value={address} help={addressField.help} autoFocus onChange={(url) => {
            setValues({ ...values, [addressField.name]: url });
            setEndpoints(undefined);
            setChosen(undefined);
          }} />
          {discovers && <Button icon={Search} isDisabled={address.trim() === "" || busy !== undefined} onPress={() => void discover()}>Find endpoints</Button>}
        </div>
      )}
      <ErrorText error={error} />
      {endpoints && <EndpointChoice endpoints={endpoints} chosen={chosen} onChoose={choose} />}
      {values && (isChosen || !discovers) && (
        <>
          <FieldForm fields={fields} values={values} onChange={setValues} />
          <TextField label="Name" value={name} onChange={setName} placeholder={nameOfUrl(address)} help="As it is called in this project." />
        </>
      )}
    </Dialog>
  );
}
