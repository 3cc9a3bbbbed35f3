/**
 * One ONNX model in its runtime, asked at once and in place. The package's own interface answers by promises only, which a solver in the middle of a
 * step cannot wait for; so its binding is called, which that interface consists of (onnxruntime-node 1.30.0, pinned, dist/backend.js).
 */
import { createRequire } from "node:module";
import { TwinError } from "../../../../shared/contract/errors.ts";

export interface OnnxValues {
  readonly type: "float32" | "float64";
  readonly data: Float32Array | Float64Array;
  readonly dims: readonly number[];
}

interface BoundSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: Readonly<Record<string, unknown>>): void;
  run(feeds: Readonly<Record<string, unknown>>, fetches: Readonly<Record<string, null>>, options: Readonly<Record<string, unknown>>): Readonly<Record<string, OnnxValues>>;
}

interface OnnxBindingModule {
  readonly binding: { readonly InferenceSession: new () => BoundSession };
  readonly initOrt: () => void;
}

/** One thread and one order, so that the same file gives the same bytes on the same machine; errors alone are logged. */
const OPTIONS = { executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: "sequential", graphOptimizationLevel: "all", logSeverityLevel: 3 } as const;

export class OnnxSession {
  readonly #session: BoundSession;

  /** Throws `damaged` for a model that the runtime does not take, `bad-input` where there is no runtime for this machine. */
  constructor(bytes: Uint8Array, title: string) {
    const { binding, initOrt } = runtime(title);
    initOrt();
    this.#session = new binding.InferenceSession();
    try {
      this.#session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, OPTIONS);
    } catch (error) {
      throw new TwinError("damaged", `${title} cannot be loaded. The runtime of ONNX models says: ${said(error)}`, { cause: error });
    }
  }

  /** Values of these outputs. Throws `diverged` with what the runtime says. */
  run(feeds: Readonly<Record<string, OnnxValues>>, outputs: readonly string[]): Readonly<Record<string, OnnxValues>> {
    try {
      return this.#session.run(Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, { ...values, location: "cpu" }])), Object.fromEntries(outputs.map((name) => [name, null])), {});
    } catch (error) {
      throw new TwinError("diverged", `the runtime of ONNX models says: ${said(error)}`, { cause: error });
    }
  }
}

/** Loaded where a model runs only: it takes some 50 MB, and has no library for some machines. */
function runtime(title: string): OnnxBindingModule {
  try {
    // Its types are those of the interface by promises.
    return createRequire(import.meta.url)("onnxruntime-node/dist/binding.js") as OnnxBindingModule;
  } catch (error) {
    throw new TwinError("bad-input", `${title} cannot run here: the runtime of ONNX models could not be loaded on this machine (${process.platform} ${process.arch}). ${said(error)}`, { cause: error });
  }
}

/** In one line, without the addresses of its sources. */
function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").trim().slice(0, 400);
}
