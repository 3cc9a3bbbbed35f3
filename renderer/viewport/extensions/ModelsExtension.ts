/** The engineer's own models: loaded from the project, placed, their nodes standing for the assets they are bound to. An error stays with its model. */
import type { AssetContainer } from "@babylonjs/core/assetContainer.js";
import { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { SceneModel } from "../../../shared/model/project.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { Store } from "../../app/state/Store.ts";
import type { BodyRegistry } from "../BodyRegistry.ts";
import type { AssetBody, SceneContext, SceneExtension } from "../SceneExtension.ts";
import { place } from "./AssetsExtension.ts";

interface Present {
  readonly file: string;
  readonly root: TransformNode;
  readonly loading: AbortController;
  container?: AssetContainer;
}

/** What a mesh of a model says of itself when it is picked. */
export interface ModelPick {
  readonly modelId: string;
  readonly node: string;
}

export class ModelsExtension implements SceneExtension {
  /** What is wrong, by model. */
  readonly errors = new Store<ReadonlyMap<string, string>>(new Map());
  readonly #context: SceneContext;
  readonly #registry: BodyRegistry;
  readonly #present = new Map<string, Present>();
  readonly #end: () => void;

  constructor(context: SceneContext, registry: BodyRegistry) {
    this.#context = context;
    this.#registry = registry;
    this.#end = context.workbench.project.subscribe(() => this.#sync());
    this.#sync();
  }

  dispose(): void {
    this.#end();
    for (const id of [...this.#present.keys()]) this.#remove(id);
  }

  #sync(): void {
    const { models } = this.#context.workbench.project.value;
    for (const [id, present] of [...this.#present]) if (models[id]?.file !== present.file) this.#remove(id);
    for (const model of Object.values(models)) {
      const present = this.#present.get(model.id);
      if (!present) void this.#load(model);
      else this.#apply(model, present);
    }
  }

  async #load(model: SceneModel): Promise<void> {
    const { scene } = this.#context;
    const present: Present = { file: model.file, root: new TransformNode(`model ${model.id}`, scene), loading: new AbortController() };
    this.#present.set(model.id, present);
    try {
      const { loadModel } = await import("../models/loadModel.ts");
      const container = await loadModel(scene, model.file, present.loading.signal);
      if (present.loading.signal.aborted) return container.dispose();
      container.addAllToScene();
      for (const node of container.rootNodes) node.parent = present.root;
      present.container = container;
      this.#tell(model.id, undefined);
      const current = this.#context.workbench.project.value.models[model.id];
      if (current) this.#apply(current, present);
    } catch (error) {
      if (!present.loading.signal.aborted) this.#tell(model.id, TwinError.from(error).message);
    }
  }

  #apply(model: SceneModel, present: Present): void {
    place(present.root, model.placement);
    const { container } = present;
    if (!container) return;
    const nodes = [...container.transformNodes, ...container.meshes];
    const bodies: AssetBody[] = [];
    for (const mesh of container.meshes) mesh.metadata = { modelId: model.id, node: nodeKey(mesh) } satisfies ModelPick;
    for (const [key, assetId] of Object.entries(model.nodes)) {
      const root = nodes.find((node) => nodeKey(node) === key);
      if (root) bodies.push(bodyOf(root, assetId, model.id));
    }
    this.#registry.set(`model ${model.id}`, bodies);
    this.#context.requestRender();
  }

  #remove(id: string): void {
    const present = this.#present.get(id);
    present?.loading.abort();
    present?.container?.dispose();
    present?.root.dispose();
    this.#present.delete(id);
    this.#registry.set(`model ${id}`, []);
    this.#tell(id, undefined);
    this.#context.requestRender();
  }

  #tell(id: string, message: string | undefined): void {
    this.errors.update((errors) => {
      const next = new Map(errors);
      if (message === undefined) next.delete(id);
      else next.set(id, message);
      return next;
    });
  }
}

/** The name under which a node is bound: its own; primitives of one mesh share their mesh's; `#index` where it has none. */
export function nodeKey(node: TransformNode): string {
  const primitive = /^(.*)_primitive\d+$/.exec(node.name);
  return primitive?.[1] ?? (/^(node|mesh)\d+$/.test(node.name) ? node.name.replace(/^\D+/, "#") : node.name);
}

function bodyOf(root: TransformNode, assetId: string, modelId: string): AssetBody {
  const meshes = root.getChildMeshes(false);
  if (root instanceof AbstractMesh && root.getTotalVertices() > 0) meshes.push(root);
  for (const mesh of meshes) mesh.metadata = { modelId, node: nodeKey(root), assetId };
  const { min, max } = root.getHierarchyBoundingVectors(true);
  const scale = root.absoluteScaling.y || 1;
  return { assetId, root, meshes, heightM: (max.y - root.getAbsolutePosition().y) / scale, radiusM: Math.hypot(max.x - min.x, max.z - min.z) / 2, isGenerated: false };
}
