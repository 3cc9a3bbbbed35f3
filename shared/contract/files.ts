/** Files: looking for them on the engine's machine, understanding them, importing them. */
import { z } from "zod";
import { request } from "./define.ts";

export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: "folder" | "file" | "project";
  readonly sizeBytes: number;
  readonly modifiedUs: number;
}

export const timeFormats = ["iso", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns", "ymd-hms", "dmy-hms", "mdy-hms"] as const;
/** `custom` patterns use yyyy MM dd HH mm ss SSS; the named ones cover the usual separators. */
export type TimeFormat = (typeof timeFormats)[number];

/** How a file is read. The guess fills it in; people change any of it. */
export const readOptions = z.object({
  format: z.enum(["csv", "parquet"]),
  delimiter: z.string().max(1),
  decimal: z.enum([".", ","]),
  encoding: z.string().max(40),
  headerRow: z.boolean(),
  /** Lines before the header (or the data) that are not part of the table. */
  skipLines: z.number().int().min(0).max(1000),
  /** Index of the time column; absent: rows are `intervalUs` apart from `startUs`. */
  timeColumn: z.number().int().min(0).optional(),
  timeFormat: z.enum(timeFormats),
  /** IANA zone of time stamps without an offset. */
  zone: z.string().max(80),
  startUs: z.number().int().optional(),
  intervalUs: z.number().int().positive().optional(),
  columns: z.array(z.object({
    index: z.number().int().min(0),
    name: z.string().max(300),
    import: z.boolean(),
    dataType: z.enum(["number", "boolean", "text"]),
    unit: z.string().max(60).optional(),
  })).max(5_000),
});
export type ReadOptions = z.infer<typeof readOptions>;

export interface FileGuess {
  readonly options: ReadOptions;
  /** What was decided and why, and what could not be ("time stamps have no zone; read as Europe/Berlin"). */
  readonly notes: readonly string[];
}

export interface FilePreview {
  readonly header: readonly string[];
  /** First rows as they stand in the file. */
  readonly rows: readonly (readonly string[])[];
  /** Time of each row as understood, ISO, or why not. */
  readonly times: readonly string[];
  readonly problems: readonly Rejection[];
  readonly estimatedRows: number;
}

/** Something that could not be read. Never silently dropped. */
export interface Rejection {
  /** 1-based line in the file (row for Parquet). */
  readonly row: number;
  readonly column?: string;
  readonly text: string;
  readonly reason: string;
}

export interface ImportResult {
  readonly file: string;
  readonly rows: number;
  readonly samples: number;
  readonly rejected: number;
  /** The first rejections (bounded); the full list is in `rejectionsFile`. */
  readonly rejections: readonly Rejection[];
  readonly rejectionsFile?: string;
  readonly signals: readonly { readonly id: string; readonly name: string; readonly unit?: string }[];
  readonly fromUs?: number;
  readonly toUs?: number;
}

/** Where imported columns go: loose signals, or a new asset of a (new or existing) type. */
export const importTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("loose") }),
  z.object({ kind: z.literal("asset"), asset: z.string().min(1).max(200), type: z.string().min(1).max(200) }),
]);
export type ImportTarget = z.infer<typeof importTarget>;

const path = z.string().min(1).max(4_096);

export const filesService = {
  /** Roots people may choose from: home, mounted media. */
  roots: request<{ roots: FileEntry[] }>()(z.object({})),
  list: request<{ path: string; parent?: string; entries: FileEntry[] }>()(z.object({ path })),
  /** A temporary file to stream a dropped file into, chunk by chunk (each at most 1 MiB). */
  beginUpload: request<{ upload: string; path: string }>()(z.object({ name: z.string().min(1).max(255), sizeBytes: z.number().int().min(0) })),
  upload: request<void>()(z.object({ upload: z.string(), offset: z.number().int().min(0), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= 1_048_576) })),
  guess: request<FileGuess>()(z.object({ path })),
  preview: request<FilePreview>()(z.object({ path, options: readOptions })),
  /** A job of its own in the jobs list as well; cancelling it keeps nothing of the file. */
  import: request<ImportResult>()(z.object({ path, options: readOptions, target: importTarget })),
  /** Copies a GLB into the project's scene folder after checking that it is one; returns its path inside the project. */
  addSceneModel: request<{ file: string; nodes: string[] }>()(z.object({ path })),
};
