/**
 * Opens, finds and focuses docked panels, and keeps the working copy of the layout for the next start. Named layouts are
 * the project's (`saveLayout`); the working copy is this browser profile's, so that moving a splitter changes no project file.
 */
import { Actions, DockLocation, Model, type IJsonModel, TabNode } from "flexlayout-react";
import type { Project } from "../../../shared/model/project.ts";
import type { DragPayload } from "../dragdrop.ts";
import { findPanel, panels } from "../panels.tsx";
import { Store, type Readable } from "../state/Store.ts";
import type { OpenPanel } from "../state/WindowServices.ts";
import type { WidthKeeper } from "../../widgets/rows/columnWidths.ts";
import { readLayout, readMemory, startingLayout, tabOf, writeLayout, writeMemory, type SavedLayout, type TabMemory } from "./layoutModel.ts";

const SAVE_AFTER_MS = 500;

export class DockController {
  readonly model: Store<Model>;
  readonly #key: string;
  #saving: ReturnType<typeof setTimeout> | undefined;

  readonly #project: Readable<Project>;
  readonly #configs = new Map<string, Store<unknown>>();

  /** `folder` tells the working copies of several projects apart. */
  constructor(folder: string, project: Readable<Project>) {
    this.#key = `twinbench.layout:${folder}`;
    this.#project = project;
    this.model = new Store(Model.fromJson(this.#workingCopy() ?? startingLayout(panels, project.value)));
  }

  open(panelId: string, options: OpenPanel = {}): void {
    const panel = findPanel(panelId);
    if (!panel) return;
    const open = this.#tabs(panelId).find((tab) => !panel.several || tab.getAltName() === options.key);
    if (open) {
      if (options.config !== undefined) this.setConfig(open.getId(), options.config);
      return this.select(open);
    }
    const model = this.model.value;
    const tabset = model.getActiveTabset() ?? model.getFirstTabSet();
    if (tabset) model.doAction(Actions.addTab(tabOf(panel, options), tabset.getId(), DockLocation.CENTER, -1, true));
  }

  /** Hands a payload to the panel of a kind that is looked at, or to a new one. */
  give(panelId: string, payload: DragPayload): void {
    const panel = findPanel(panelId);
    if (!panel?.accept) return;
    const tabs = this.#tabs(panelId);
    const tab = tabs.find((candidate) => candidate === this.model.value.getActiveTabset()?.getSelectedNode()) ?? tabs.find((candidate) => candidate.isVisible()) ?? tabs[0];
    if (!tab) return this.open(panelId, { config: panel.accept(undefined, payload) });
    this.setConfig(tab.getId(), panel.accept(this.configOf(tab.getId()).value, payload));
    this.select(tab);
  }

  /** What a tab's panel remembers, as a store of its own: the dock draws a tab's content anew only for changes it makes itself. */
  configOf(tabId: string): Store<unknown> {
    let config = this.#configs.get(tabId);
    if (!config) {
      const node = this.model.value.getNodeById(tabId);
      config = new Store<unknown>(node instanceof TabNode ? readMemory(node.getConfig()).config : undefined);
      this.#configs.set(tabId, config);
    }
    return config;
  }

  setConfig(tabId: string, config: unknown): void {
    this.configOf(tabId).set(config);
    this.#remember(tabId, { config });
  }

  /** The widths of the columns of a tab's tables. */
  widthsOf(tabId: string): WidthKeeper {
    const read = (): TabMemory["tableWidths"] => this.#memoryOf(tabId).tableWidths;
    return { read: (table) => read()[table] ?? {}, write: (table, widths) => this.#remember(tabId, { tableWidths: { ...read(), [table]: widths } }) };
  }

  #memoryOf(tabId: string): TabMemory {
    const node = this.model.value.getNodeById(tabId);
    return readMemory(node instanceof TabNode ? node.getConfig() : undefined);
  }

  #remember(tabId: string, part: Partial<TabMemory>): void {
    this.model.value.doAction(Actions.updateNodeAttributes(tabId, { config: writeMemory({ ...this.#memoryOf(tabId), ...part }) }));
  }

  setTitle(tabId: string, title: string): void {
    this.model.value.doAction(Actions.renameTab(tabId, title));
  }

  select(tab: TabNode): void {
    if (!tab.isSelected()) this.model.value.doAction(Actions.selectTab(tab.getId()));
    const parent = tab.getParent();
    if (parent) this.model.value.doAction(Actions.setActiveTabset(parent.getId()));
  }

  current(): SavedLayout {
    return writeLayout(this.model.value.toJson());
  }

  /** Shows a saved layout; tells whether it could be read. */
  show(saved: unknown): boolean {
    const model = readLayout(saved, panels);
    if (!model) return false;
    this.#replace(model);
    return true;
  }

  showStarting(): void {
    this.#replace(startingLayout(panels, this.#project.value));
  }

  /** Called by the dock after every change. */
  readonly onChange = (): void => {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      try {
        localStorage.setItem(this.#key, JSON.stringify(this.current()));
      } catch {
        // A browser profile that keeps nothing starts with the first layout again.
      }
    }, SAVE_AFTER_MS);
  };

  #replace(json: IJsonModel): void {
    this.#configs.clear();
    this.model.set(Model.fromJson(json));
    this.onChange();
  }

  #workingCopy(): IJsonModel | undefined {
    try {
      const text = localStorage.getItem(this.#key);
      return text === null ? undefined : readLayout(JSON.parse(text), panels);
    } catch {
      return undefined; // unreadable: the window starts as new
    }
  }

  #tabs(panelId: string): TabNode[] {
    const found: TabNode[] = [];
    this.model.value.visitNodes((node) => {
      if (node instanceof TabNode && node.getComponent() === panelId) found.push(node);
    });
    return found;
  }
}
