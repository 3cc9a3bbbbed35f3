/** Brings one GLB of the project into the scene: fetched from our own origin, checked, loaded from memory. Loaded lazily with its parser. */
import "@babylonjs/loaders/glTF/2.0/glTFLoader.js";
import "@babylonjs/loaders/glTF/glTFFileLoader.js";
import { LoadAssetContainerAsync } from "@babylonjs/core/Loading/sceneLoader.js";
import type { AssetContainer } from "@babylonjs/core/assetContainer.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { TwinError } from "../../../shared/contract/errors.ts";
import { checkGlb } from "./glbCheck.ts";

/** Throws `bad-input` or `not-found` with what is wrong and what to do. `file` is the path inside the project, `scene/pump.glb`. */
export async function loadModel(scene: Scene, file: string, signal: AbortSignal): Promise<AssetContainer> {
  const answer = await fetch(file.split("/").map(encodeURIComponent).join("/"), { signal, credentials: "same-origin" });
  if (!answer.ok) throw new TwinError("not-found", `${file} is not in the project's folder (${answer.status}). Put it back, or remove the model from the scene.`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const verdict = checkGlb(bytes);
  if (!verdict.ok) throw new TwinError("bad-input", `${file} cannot be shown: ${verdict.reason}.`);
  try {
    return await LoadAssetContainerAsync(bytes, scene, { pluginExtension: ".glb" });
  } catch (error) {
    throw new TwinError("bad-input", `${file} cannot be shown: its contents are damaged.`, { cause: error });
  }
}
