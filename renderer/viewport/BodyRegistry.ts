/** Who stands for which asset: generated bodies and nodes of engineers' models, from several makers, as one map that others follow. */
import { Store } from "../app/state/Store.ts";
import type { AssetBody } from "./SceneExtension.ts";

export class BodyRegistry {
  readonly bodies = new Store<ReadonlyMap<string, readonly AssetBody[]>>(new Map());
  readonly #byMaker = new Map<string, readonly AssetBody[]>();

  /** Replaces what one maker has put into the scene. */
  set(maker: string, bodies: readonly AssetBody[]): void {
    if (bodies.length === 0) this.#byMaker.delete(maker);
    else this.#byMaker.set(maker, bodies);
    const all = new Map<string, AssetBody[]>();
    for (const body of [...this.#byMaker.values()].flat()) {
      const known = all.get(body.assetId);
      if (known) known.push(body);
      else all.set(body.assetId, [body]);
    }
    this.bodies.set(all);
  }
}
