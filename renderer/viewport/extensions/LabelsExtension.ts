/** Labels over the scene: name, value and unit of assets, marks of alarms; placed anew after each drawn frame so that none covers another. */
import { Matrix, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { Store } from "../../app/state/Store.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { worstByAsset } from "../../widgets/facts/alarmOrder.ts";
import { labelContent, labelSignals, shownRunAt, type LabelSignals } from "../labels/labelContent.ts";
import { LabelElement } from "../labels/LabelElement.ts";
import { placeLabels, type LabelBox, type PlacedLabel } from "../labels/labelLayout.ts";
import { endAll, type AssetBody, type SceneContext, type SceneExtension } from "../SceneExtension.ts";
import { topOf } from "./AssetsExtension.ts";

interface Labelled {
  readonly body: AssetBody;
  readonly name: string;
  readonly signals: LabelSignals;
}

/** What matters more gets its place first. */
const PRIORITY = { hovered: 400, selected: 300, alarm: 200, difference: 150, value: 100 } as const;

export interface LabelOptions {
  /** Element over the canvas, of the same size. */
  readonly layer: HTMLElement;
  readonly isShown: Store<boolean>;
  readonly onSelect: (asset: string, extend: boolean) => void;
}

export class LabelsExtension implements SceneExtension {
  /** How many found no place; the panel says so. */
  readonly hidden = new Store(0);
  readonly #context: SceneContext;
  readonly #options: LabelOptions;
  readonly #leaders: SVGSVGElement;
  readonly #elements = new Map<string, LabelElement>();
  readonly #end: () => void;
  #labelled = new Map<string, Labelled>();
  #placed = new Map<string, PlacedLabel>();
  #endValues: () => void = () => undefined;

  constructor(context: SceneContext, options: LabelOptions) {
    this.#context = context;
    this.#options = options;
    this.#leaders = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.#leaders.classList.add("scene-leaders");
    options.layer.append(this.#leaders);
    const { workbench, alarms, bodies, hovered, scene, differences } = context;
    const place = (): void => this.#place();
    const observer = scene.onAfterRenderObservable.add(place);
    const endStores = endAll([
      bodies.subscribe(() => this.#rebuild()), alarms.subscribe(place), workbench.selection.subscribe(place), workbench.shown.subscribe(place),
      hovered.subscribe(place), options.isShown.subscribe(place), differences.values.subscribe(place),
    ]);
    this.#end = () => {
      endStores();
      scene.onAfterRenderObservable.remove(observer);
    };
    this.#rebuild();
  }

  dispose(): void {
    this.#end();
    this.#endValues();
    for (const element of this.#elements.values()) element.dispose();
    this.#leaders.remove();
  }

  #rebuild(): void {
    const { workbench, bodies } = this.#context;
    const project = workbench.project.value;
    this.#labelled = new Map();
    for (const [asset, [body]] of bodies.value) {
      if (body) this.#labelled.set(asset, { body, name: assetLabel(project, asset), signals: labelSignals(project, asset) });
    }
    const signals = [...this.#labelled.values()].flatMap(({ signals: { value, running } }) => [value, running].flatMap((signal) => (signal ? [signal.id] : [])));
    this.#endValues();
    this.#endValues = workbench.values.watch(signals, () => this.#place());
    this.#place();
  }

  #place(): void {
    const { workbench, hovered, scene, camera, differences } = this.#context;
    const { layer, isShown } = this.#options;
    const bounds = { width: layer.clientWidth, height: layer.clientHeight };
    const alarms = worstByAsset(workbench.project.value, this.#context.alarms.value);
    const selected = new Set(workbench.selection.value.assets);
    const shown = shownRunAt(workbench.shown.value.run, workbench.runs.value, workbench.cursor.value.tUs);
    const boxes: LabelBox[] = [];
    const transform = scene.getTransformMatrix();
    const viewport = camera.viewport.toGlobal(bounds.width, bounds.height);
    for (const [asset, labelled] of this.#labelled) {
      const alarm = alarms.get(asset)?.assetId === asset ? alarms.get(asset) : undefined;
      const difference = differences.values.value.get(asset);
      const priority = hovered.value === asset ? PRIORITY.hovered : selected.has(asset) ? PRIORITY.selected : alarm ? PRIORITY.alarm : difference ? PRIORITY.difference : labelled.signals.value ? PRIORITY.value : 0;
      if (priority === 0 || (!isShown.value && priority <= PRIORITY.difference)) {
        this.#drop(asset);
        continue;
      }
      const element = this.#elementFor(asset);
      element.show(labelContent(labelled.name, labelled.signals, (signal) => workbench.values.get(signal), shown, alarm, difference), selected.has(asset));
      const at = Vector3.Project(topOf(labelled.body), Matrix.IdentityReadOnly, transform, viewport);
      if (!(at.z >= 0 && at.z <= 1)) continue;
      boxes.push({ id: asset, x: at.x, y: at.y, width: element.width, height: element.height, priority });
    }
    this.#placed = placeLabels(boxes, bounds, this.#placed);
    const anchors = new Map(boxes.map((box) => [box.id, box]));
    for (const [asset, element] of this.#elements) element.move(this.#placed.get(asset), anchors.get(asset) ?? { x: 0, y: 0 });
    this.hidden.set(boxes.filter(({ id, x, y }) => !this.#placed.has(id) && x >= 0 && y >= 0 && x <= bounds.width && y <= bounds.height).length);
  }

  #elementFor(asset: string): LabelElement {
    let element = this.#elements.get(asset);
    if (!element) this.#elements.set(asset, (element = new LabelElement(this.#options.layer, this.#leaders, (extend) => this.#options.onSelect(asset, extend))));
    return element;
  }

  #drop(asset: string): void {
    this.#elements.get(asset)?.dispose();
    this.#elements.delete(asset);
  }
}
