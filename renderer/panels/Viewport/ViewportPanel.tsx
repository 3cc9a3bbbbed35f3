/** The viewport: assets in 3D at the time cursor, coloured, labelled, chosen and placed. React holds the frame; the scene is not React's. */
import { Box, Camera, Focus, Move3d, Palette, Table2, Tag } from "lucide-react";
import { useEffect, useMemo, useState, type DragEvent, type KeyboardEvent, type ReactNode } from "react";
import { MEASURED } from "../../../shared/contract/history.ts";
import type { Placement } from "../../../shared/model/project.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { shownCourses } from "../../app/state/shownRuns.ts";
import { Store, useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ContextMenu, MenuButton, type MenuPoint } from "../../widgets/overlays/Menu.tsx";
import { colourableSignals, simulatedNames, type Colouring } from "../../viewport/colour/colouring.ts";
import type { AssetDifference } from "../../viewport/colour/DifferenceValues.ts";
import { placedAssets } from "../../viewport/placements.ts";
import type { Pick } from "../../viewport/pointer.ts";
import type { SceneOwner } from "../../viewport/SceneOwner.ts";
import { AddModelDialog } from "./AddModelDialog.tsx";
import { PlaceDialog } from "./PlaceDialog.tsx";
import { LegendView } from "./LegendView.tsx";
import { colourMenu, pickMenu, viewMenu } from "./sceneMenus.ts";
import { sceneKey } from "./sceneKeys.ts";
import { SceneTable } from "./SceneTable.tsx";
import { SceneView } from "./SceneView.tsx";
import { readViewportConfig } from "./viewportConfig.ts";
import "./viewport.css";

const NOTHING = new Store(undefined);
const NO_ERRORS = new Store<ReadonlyMap<string, string>>(new Map());
const NO_DIFFERENCES = new Store<ReadonlyMap<string, AssetDifference>>(new Map());
const NONE_HIDDEN = new Store(0);

export function ViewportPanel({ id, config: given, setConfig }: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const config = useMemo(() => readViewportConfig(given), [given]);
  const project = useStore(workbench.project);
  const selection = useStore(workbench.selection);
  const runs = useStore(workbench.runs);
  const [owner, setOwner] = useState<SceneOwner>();
  const [failure, setFailure] = useState<unknown>();
  const [menu, setMenu] = useState<{ readonly pick: Pick | undefined; readonly at: MenuPoint }>();
  const stores = useMemo(() => ({ colouring: new Store(config.colouring), showLabels: new Store(config.showLabels), isEditing: new Store(false) }), []);
  const isEditing = useStore(stores.isEditing);
  const legend = useStore(owner?.colouring.legend ?? NOTHING);
  const modelErrors = useStore(owner?.models.errors ?? NO_ERRORS);
  const hiddenLabels = useStore(owner?.labels?.hidden ?? NONE_HIDDEN);
  useEffect(() => stores.colouring.set(config.colouring), [stores, config.colouring]);
  useEffect(() => stores.showLabels.set(config.showLabels), [stores, config.showLabels]);
  const placed = useMemo(() => placedAssets(project), [project]);

  const colourBy = (colouring: Colouring): void => setConfig({ ...config, colouring });
  const select = (asset: string | undefined, extend: boolean): void => {
    const { assets } = workbench.selection.value;
    if (asset === undefined) return extend ? undefined : workbench.selection.set({ assets: [], signals: [], madeIn: id });
    const next = !extend ? [asset] : assets.includes(asset) ? assets.filter((one) => one !== asset) : [...assets, asset];
    workbench.selection.set({ assets: next, signals: [], madeIn: id });
  };
  const commit = (label: string, placements: ReadonlyMap<string, Placement>): void => {
    const changes = [...placements].flatMap(([asset, placement]) => {
      const before = workbench.project.value.assets[asset];
      return before ? [{ table: "assets" as const, id: asset, after: { ...before, placement } }] : [];
    });
    void services.change({ label, changes });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = owner && sceneKey(event, owner, selection.assets, isEditing);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const frame = (): void => owner?.frame(selection.assets);
  const addModel = (file?: File): void => services.openDialog((close) => <AddModelDialog onClose={close} {...(file && { file })} />);
  const drop = (event: DragEvent): void => {
    const file = [...event.dataTransfer.files].find(({ name }) => name.toLowerCase().endsWith(".glb"));
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    addModel(file);
  };
  const place = (what: { readonly asset: string } | { readonly model: string }): void => {
    const { assets, models } = workbench.project.value;
    const [asset, model] = "asset" in what ? [assets[what.asset], undefined] : [undefined, models[what.model]];
    const placement = asset ? placed.get(asset.id) : model?.placement;
    const name = asset ? assetLabel(workbench.project.value, asset.id) : model?.file.replace(/^scene\//, "");
    if (!placement || name === undefined) return;
    services.openDialog((close) => (
      <PlaceDialog
        name={name} placement={placement} onClose={close}
        onPlace={(next) => services.change({ label: `Place ${name}`, changes: [asset ? { table: "assets", id: asset.id, after: { ...asset, placement: next } } : { table: "models", id: model?.id ?? "", after: { ...model, placement: next } }] })}
      />
    ));
  };
  const toggleEditing = (): void => stores.isEditing.update((on) => !on);
  useCommands(() => [
    { id: "viewport.frame", title: "Frame the selection", category: "Viewport", keys: ["F"], panel: id, run: frame },
    { id: "viewport.frameAll", title: "Frame everything", category: "Viewport", keys: ["Home"], panel: id, run: () => owner?.frame([]) },
    { id: "viewport.edit", title: "Move and turn assets in the scene", category: "Viewport", run: toggleEditing },
    { id: "viewport.addModel", title: "Add a 3D model (GLB) to the scene …", category: "Viewport", run: () => addModel() },
    { id: "viewport.colourOff", title: "Colour by nothing", category: "Viewport", run: () => colourBy({ by: "nothing" }) },
  ]);
  const colouring = config.colouring;
  const courses = shownCourses(useStore(workbench.shown)).map((course) => ({ value: course, label: course === MEASURED ? "measured" : (runs.find(({ id: run }) => run === course)?.name ?? "run") }));
  return (
    <section className="viewport" aria-label="Viewport" onDrop={drop}>
      <div className="viewport-bar">
        <MenuButton className="tb-button colour-by" label="Colour by" entries={colourMenu(colourableSignals(project, placed.keys()), simulatedNames(project, runs), colouring, colourBy)}>
          <Palette size={14} aria-hidden /> {colouring.by === "nothing" ? "Colour by …" : `${colouring.by === "difference" ? "Difference in " : ""}${colouring.name}`}
        </MenuButton>
        <span className="hidden-labels">{hiddenLabels > 0 && `${hiddenLabels} ${hiddenLabels === 1 ? "label" : "labels"} hidden: zoom in`}</span>
        <IconButton icon={Focus} label={selection.assets.length > 0 ? "Frame the selection" : "Frame everything"} keys="F" onPress={frame} />
        <MenuButton label="Views" entries={viewMenu(owner, () => addModel())}><Camera size={16} aria-hidden /></MenuButton>
        <IconButton icon={Tag} label="Labels with values" isPressed={config.showLabels} onPress={() => setConfig({ ...config, showLabels: !config.showLabels })} />
        <IconButton icon={Move3d} label="Move and turn assets" isPressed={isEditing} onPress={toggleEditing} />
        <IconButton icon={Table2} label="Show as table" isPressed={config.showTable} onPress={() => setConfig({ ...config, showTable: !config.showTable })} />
      </div>
      {[...modelErrors].map(([model, message]) => <ErrorText key={model} error={message} />)}
      <div className="viewport-body">
        {failure !== undefined ? <EmptyState title="This machine cannot draw the scene">WebGL 2 is not available here. The table beside shows the same facts.</EmptyState> : (
          <SceneView
            workbench={workbench} panel={id} {...stores} startPose={config.pose} onPose={(pose) => setConfig({ ...config, pose })}
            onCommit={commit} onSelect={select} onMenu={(pick, at) => setMenu({ pick, at })} onKeyDown={onKeyDown} onOwner={setOwner} onFailure={setFailure}
          />
        )}
        {legend && !config.showTable && <LegendView legend={legend} courses={courses} onCompare={(sides) => colouring.by === "difference" && colourBy({ ...colouring, ...sides })} />}
        {isEditing && <p className="edit-hint">Drag the arrows or the ring. Arrow keys move by 0.25 m, Page Up and Down lift, R turns by 15°.</p>}
        {placed.size === 0 && !config.showTable && <div className="viewport-empty"><EmptyState title="Nothing stands here yet"><Box size={14} aria-hidden /> Make an asset of a type that has a shape, and it appears here.</EmptyState></div>}
        {(config.showTable || failure !== undefined) && <div className="viewport-table"><SceneTable panel={id} colouring={colouring} alarms={owner?.alarms ?? workbench.alarms} differences={owner?.differences.values ?? NO_DIFFERENCES} onFrame={(asset) => owner?.frame([asset])} /></div>}
      </div>
      {menu && <ContextMenu label="Scene" at={menu.at} entries={pickMenu(menu.pick, { workbench, services, owner, select, place })} onClose={() => setMenu(undefined)} />}
    </section>
  );
}
