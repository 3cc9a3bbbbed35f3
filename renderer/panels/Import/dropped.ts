/** What files that were dropped on the window are for. Pure. */

/** Endings of files that can be imported. */
export const TABLE_ENDINGS = [".csv", ".tsv", ".txt", ".dat", ".parquet", ".pq"] as const;

const MODEL_ENDINGS = [".fmu", ".onnx"] as const;

export interface Dropped<F> {
  readonly tables: readonly F[];
  /** Imported models; an ONNX model with the sidecar that was dropped with it. */
  readonly models: readonly { readonly file: F; readonly sidecar?: F }[];
  /** Why the others are not taken, in a sentence; undefined if all are. */
  readonly refusal?: string;
}

/** Parts what can be imported from what cannot. A model for the scene is the viewport's, which sees its drops first. */
export function sortDropped<F extends { readonly name: string }>(files: readonly F[]): Dropped<F> {
  const endsWith = (file: F, endings: readonly string[]): boolean => endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  const tables = files.filter((file) => endsWith(file, TABLE_ENDINGS));
  const models = files.filter((file) => endsWith(file, MODEL_ENDINGS)).map((file) => {
    const sidecar = files.find(({ name }) => name === `${file.name}.json`);
    return { file, ...(sidecar && { sidecar }) };
  });
  const other = files.find((file) => !tables.includes(file) && !models.some((model) => model.file === file || model.sidecar === file));
  if (other === undefined) return { tables, models };
  const advice = endsWith(other, [".glb"]) ? "A 3D model is added to the scene by dropping it on the viewport." : "CSV, TSV, Parquet, FMU and ONNX files (with their .onnx.json) can be dropped here, and a 3D model (GLB) on the viewport.";
  return { tables, models, refusal: `${other.name} cannot be imported. ${advice}` };
}
