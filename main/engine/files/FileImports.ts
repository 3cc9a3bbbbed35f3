/** Importing files: from a path and how it is read to samples in history and signals in the project, all or nothing. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { randomUUID } from "node:crypto";
import type { FileGuess, FilePreview, ImportResult, ImportTarget, ReadOptions, Rejection } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { applyChanges } from "../../../shared/model/change.ts";
import { settingsOf } from "../../../shared/model/project.ts";
import { validateProject } from "../../../shared/model/validate.ts";
import { csvLine } from "../../../shared/csv.ts";
import { formatIso, type Clock } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import type { ProjectStore } from "../project/index.ts";
import { FileTable } from "./FileTable.ts";
import { guessFile } from "./guessFile.ts";
import { planTarget } from "./importTarget.ts";

/** Rejections that travel to the window; the file beside the project holds up to ten thousand. */
const SHOWN_REJECTIONS = 200;
/** Reading a file and converting it takes about this share of its import; the rest is writing and sorting. */
const READ_SHARE = 0.6;
const IMPORTS_FOLDER = "imports";

export interface FileImportsOptions {
  readonly store: ProjectStore;
  readonly history: HistoryInterface;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** The only folder from which the project's database reads files. */
  readonly stagingFolder: string;
  readonly operator: () => string;
  /** Told when samples of the past have come in. */
  readonly onImported: () => void;
}

export class FileImports {
  readonly #options: FileImportsOptions;

  constructor(options: FileImportsOptions) {
    this.#options = options;
  }

  guess(path: string): Promise<FileGuess> {
    return guessFile(path, settingsOf(this.#options.store.project).zone);
  }

  async preview(path: string, options: ReadOptions): Promise<FilePreview> {
    const table = await FileTable.open(path, options);
    try {
      return await table.preview();
    } finally {
      await table.close();
    }
  }

  /** Throws with nothing kept: `bad-input`, `not-found`, `cancelled`, `no-space`. */
  import(path: string, options: ReadOptions, target: ImportTarget, caller?: Partial<JobContext>): Promise<ImportResult> {
    return this.#options.jobs.run(`Import ${basename(path)}`, (context) => this.#import(path, options, target, context), caller);
  }

  async #import(path: string, options: ReadOptions, target: ImportTarget, { signal, progress }: JobContext): Promise<ImportResult> {
    const { store, history, clock, stagingFolder } = this.#options;
    const plan = planTarget(store.project, options, target, { fileName: basename(path), path, nowUs: clock() });
    const problem = validateProject(applyChanges(store.project, plan.changes))[0];
    if (problem) throw new TwinError("bad-input", problem.message);
    const reading = "Reading the file";
    progress({ text: reading });
    const name = `${randomUUID()}.parquet`;
    const table = await FileTable.open(path, options);
    try {
      await mkdir(stagingFolder, { recursive: true });
      const staged = await table.stage(join(stagingFolder, name), { signal, onShare: (share) => progress({ share: share * READ_SHARE, text: reading }) });
      if (staged.rows === staged.rejected && staged.rows > 0) throw new TwinError("bad-input", `None of the ${staged.rows} rows of ${basename(path)} could be read (${staged.rejections[0]?.column ?? "row"} "${staged.rejections[0]?.text ?? ""}" ${staged.rejections[0]?.reason ?? ""}). Check the format of the time column.`);
      const ids = await history.ensureSeries(plan.signals.map((one) => ({ signal: one.id })));
      const stage = await history.importStage({ label: basename(path), signal });
      const { columns, ...layout } = staged.layout;
      await stage.load({
        file: name,
        ...layout,
        columns: plan.signals.map((one, i) => ({ series: ids[i] ?? -1, column: columns[i] ?? "", kind: one.kind, factor: one.factor, offset: one.offset, ...one.limits })),
      });
      const before = staged.asItIs ? 0 : READ_SHARE;
      const summary = await stage.commit(({ share = 0, text }) => progress({ share: before + (1 - before) * share, ...(text !== undefined && { text }) }));
      store.change({ label: `Import ${basename(path)}`, changes: plan.changes.map(({ table: tableName, id, after }) => ({ table: tableName, id, ...(after && { after: { ...after } }) })) }, this.#options.operator());
      this.#options.onImported();
      const rejectionsFile = await this.#writeRejections(basename(path), staged.rejections);
      return {
        file: path, rows: staged.rows, samples: summary.samples, rejected: staged.rejected, rejections: staged.rejections.slice(0, SHOWN_REJECTIONS),
        ...(rejectionsFile !== undefined && { rejectionsFile }),
        signals: plan.signals.map(({ id, name: signalName, unit }) => ({ id, name: signalName, ...(unit !== undefined && { unit }) })),
        ...(summary.fromUs !== undefined && { fromUs: summary.fromUs }),
        ...(summary.toUs !== undefined && { toUs: summary.toUs }),
      };
    } finally {
      await table.close();
      await rm(join(stagingFolder, name), { force: true });
    }
  }

  /** What could not be read, as CSV in the project, where it can be looked through. */
  async #writeRejections(fileName: string, rejections: readonly Rejection[]): Promise<string | undefined> {
    if (rejections.length === 0) return undefined;
    const folder = join(this.#options.store.folder, IMPORTS_FOLDER);
    await mkdir(folder, { recursive: true });
    const stamp = formatIso(this.#options.clock()).slice(0, 19).replaceAll(":", "-");
    const file = join(folder, `${fileName} ${stamp} rejected.csv`);
    await writeFile(file, [["row", "column", "text", "reason"], ...rejections.map(({ row, column, text, reason }) => [String(row), column ?? "", text, reason])].map(csvLine).join(""));
    return file;
  }
}
