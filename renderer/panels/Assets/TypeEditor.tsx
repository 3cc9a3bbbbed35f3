/** Edits a draft of an asset type: name, signals, parameters, operational states and look. Saves nothing itself. */
import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { AssetType, DataType, ParameterDef, Shape, SignalDef } from "../../../shared/model/project.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { newId } from "../../app/newId.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ChoiceField, NumberField, TextField } from "../../widgets/controls/fields.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";

export interface TypeEditorProps {
  readonly type: AssetType;
  readonly onChange: (type: AssetType) => void;
}

const DATA_TYPES: readonly DataType[] = ["number", "boolean", "enum", "text"];
const SHAPES: readonly Shape[] = ["pump", "motor", "tank", "valve", "pipe", "heat-exchanger", "box", "none"];

export function TypeEditor({ type, onChange }: TypeEditorProps): ReactNode {
  const setSignal = (at: number, signal: SignalDef | undefined): void => onChange({ ...type, signals: replaced(type.signals, at, signal) });
  const setParameter = (at: number, parameter: ParameterDef | undefined): void => onChange({ ...type, parameters: replaced(type.parameters, at, parameter) });
  const { look } = type;
  const setLook = (part: Partial<AssetType["look"]>): void => onChange({ ...type, look: { ...look, ...part } });
  const signalChoices = [{ value: "", label: "none" }, ...type.signals.map(({ name }) => ({ value: name, label: name }))];
  return (
    <div className="tb-type">
      <div className="two">
        <TextField label="Name" value={type.name} onChange={(name) => onChange({ ...type, name })} help="One word, as rules name it." />
        <TextField label="Description" value={type.description ?? ""} onChange={(description) => onChange(withText(type, "description", description))} />
      </div>
      <ViewHead title={`Signals (${type.signals.length})`} level={3} />
      <table>
        <thead><tr><th>Name</th><th>Kind</th><th>Unit or members</th><th>Low limit</th><th>High limit</th><th>Description</th><th><span className="tb-hidden">Remove</span></th></tr></thead>
        <tbody>
          {type.signals.map((signal, index) => (
            <tr key={signal.id}>
              <td><TextField label="Name" hideLabel value={signal.name} onChange={(name) => setSignal(index, { ...signal, name })} /></td>
              <td><ChoiceField label="Kind" hideLabel value={signal.dataType} choices={DATA_TYPES.map((value) => ({ value, label: value }))} onChange={(kind) => setSignal(index, ofKind(signal, DATA_TYPES.find((known) => known === kind) ?? "number"))} /></td>
              <td>
                {signal.dataType === "number" && <UnitField unit={signal.unit ?? ""} onChange={(unit) => setSignal(index, { ...signal, unit })} />}
                {signal.dataType === "enum" && <TextField label="Members" hideLabel value={signal.members?.join(", ") ?? ""} placeholder="off, on, fault" onChange={(text) => setSignal(index, { ...signal, members: text.split(",").map((member) => member.trim()) })} />}
              </td>
              <td>{signal.dataType === "number" && <NumberField label="Low limit" hideLabel value={signal.limits?.low} onChange={(low) => setSignal(index, withLimit(signal, "low", low))} />}</td>
              <td>{signal.dataType === "number" && <NumberField label="High limit" hideLabel value={signal.limits?.high} onChange={(high) => setSignal(index, withLimit(signal, "high", high))} />}</td>
              <td><TextField label="Description" hideLabel value={signal.description ?? ""} onChange={(text) => setSignal(index, withText(signal, "description", text))} /></td>
              <td><IconButton icon={Trash2} label={`Remove signal ${signal.name}`} placement="left" onPress={() => setSignal(index, undefined)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button icon={Plus} look="quiet" onPress={() => onChange({ ...type, signals: [...type.signals, { id: newId(), name: "signal", unit: "1", dataType: "number" }] })}>Add a signal</Button>
      <ViewHead title={`Parameters (${type.parameters.length})`} level={3} />
      <table>
        <thead><tr><th>Name</th><th>Value</th><th>Unit</th><th>Description</th><th><span className="tb-hidden">Remove</span></th></tr></thead>
        <tbody>
          {type.parameters.map((parameter, index) => (
            <tr key={parameter.id}>
              <td><TextField label="Name" hideLabel value={parameter.name} onChange={(name) => setParameter(index, { ...parameter, name })} /></td>
              <td><NumberField label="Value" hideLabel value={parameter.value} onChange={(value) => value !== undefined && setParameter(index, { ...parameter, value })} /></td>
              <td><UnitField unit={parameter.unit ?? ""} onChange={(unit) => setParameter(index, { ...parameter, unit })} /></td>
              <td><TextField label="Description" hideLabel value={parameter.description ?? ""} onChange={(text) => setParameter(index, withText(parameter, "description", text))} /></td>
              <td><IconButton icon={Trash2} label={`Remove parameter ${parameter.name}`} placement="left" onPress={() => setParameter(index, undefined)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button icon={Plus} look="quiet" onPress={() => onChange({ ...type, parameters: [...type.parameters, { id: newId(), name: "parameter", unit: "1", value: 0 }] })}>Add a parameter</Button>
      <ViewHead title="Operational states" level={3} />
      {type.states.map((state, index) => (
        <div key={index} className="two">
          <TextField label="State" hideLabel value={state.name} onChange={(name) => onChange({ ...type, states: replaced(type.states, index, { ...state, name }) })} />
          <span className="with-button">
            <TextField label="Members" hideLabel value={state.members.join(", ")} placeholder="healthy, degraded, failed" onChange={(text) => onChange({ ...type, states: replaced(type.states, index, { ...state, members: text.split(",").map((member) => member.trim()) }) })} />
            <IconButton icon={Trash2} label={`Remove state ${state.name}`} placement="left" onPress={() => onChange({ ...type, states: replaced(type.states, index, undefined) })} />
          </span>
        </div>
      ))}
      <Button icon={Plus} look="quiet" onPress={() => onChange({ ...type, states: [...type.states, { name: "health", members: ["healthy", "degraded", "failed"] }] })}>Add a state</Button>
      <ViewHead title="Look in the viewport" level={3} />
      <div className="look">
        <ChoiceField label="Shape" value={look.shape} choices={SHAPES.map((value) => ({ value, label: value }))} onChange={(shape) => setLook({ shape: SHAPES.find((known) => known === shape) ?? "box" })} />
        {(["Width", "Height", "Depth"] as const).map((label, axis) => (
          <NumberField key={label} label={`${label} in m`} value={look.size[axis]} onChange={(value) => value !== undefined && value > 0 && setLook({ size: sized(look.size, axis, value) })} />
        ))}
        <ChoiceField label="On the label" value={look.labelSignal ?? ""} choices={signalChoices} onChange={(name) => onChange({ ...type, look: withText(look, "labelSignal", name) })} />
        <ChoiceField label="Fill level" value={look.levelSignal ?? ""} choices={signalChoices} onChange={(name) => onChange({ ...type, look: withText(look, "levelSignal", name) })} />
        <ChoiceField label="Tells that it runs" value={look.runningSignal ?? ""} choices={signalChoices} onChange={(name) => onChange({ ...type, look: withText(look, "runningSignal", name) })} />
      </div>
    </div>
  );
}

function UnitField({ unit, onChange }: { readonly unit: string; readonly onChange: (unit: string) => void }): ReactNode {
  const shown = displayUnit(unit);
  return (
    <span className="unit-field">
      <TextField label="Unit" hideLabel value={unit} onChange={onChange} placeholder="Cel, kW, m3/h" />
      <span>{shown !== unit ? shown : ""}</span>
    </span>
  );
}

function replaced<T>(list: readonly T[], at: number, item: T | undefined): readonly T[] {
  return item === undefined ? list.filter((_, index) => index !== at) : list.map((other, index) => (index === at ? item : other));
}

/** The object with a text set, or without the field where the text is empty. */
function withText<T extends object, K extends keyof T>(object: T, key: K, text: string): T {
  const { [key]: _old, ...rest } = object;
  // Only optional text fields are passed: leaving one out keeps the type.
  return (text === "" ? rest : { ...rest, [key]: text }) as T;
}

function withLimit(signal: SignalDef, side: "low" | "high", value: number | undefined): SignalDef {
  const { limits, ...rest } = signal;
  const { [side]: _old, ...other } = limits ?? {};
  const next = value === undefined ? other : { ...other, [side]: value };
  return Object.keys(next).length === 0 ? rest : { ...rest, limits: next };
}

/** The signal as another kind of data: what only the old kind had is left out. */
function ofKind({ id, name, description, unit, members }: SignalDef, dataType: DataType): SignalDef {
  const base = { id, name, dataType, ...(description !== undefined && { description }) };
  if (dataType === "number") return { ...base, unit: unit ?? "1" };
  return dataType === "enum" ? { ...base, members: members ?? ["off", "on"] } : base;
}

function sized(size: AssetType["look"]["size"], axis: number, value: number): AssetType["look"]["size"] {
  const [width, height, depth] = size.map((old, index) => (index === axis ? value : old));
  return [width ?? 1, height ?? 1, depth ?? 1];
}
