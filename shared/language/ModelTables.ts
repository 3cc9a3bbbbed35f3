/** Tables that a model declares: their points from the text or from a file, as a grid in the units declared. */
import { isTableFile } from "../model/textFile.ts";
import { nearest } from "../units/nearest.ts";
import { PLAIN, type Unit } from "../units/unit.ts";
import { gridOf, MOST_POINTS_IN_FILE, MOST_POINTS_IN_TEXT } from "./checkTable.ts";
import type { ModelTable } from "./ir.ts";
import { readTableFile } from "./readTableFile.ts";
import type { Expression, ModelTableSyntax, Named, Place } from "./syntax.ts";

/** The text of a table's file, by its path inside the project. */
export type TableTexts = ReadonlyMap<string, string>;

/** Reads units and constants of the model that the tables stand in, and tells what is wrong at a place. */
export interface TablesContext {
  readonly unit: (word: Named) => Unit;
  readonly constant: (name: Named, expression: Expression, unit: Unit, what: string) => number | undefined;
  readonly tell: (place: Place, code: string, message: string, near?: string) => void;
}

export interface DeclaredTable {
  readonly arguments: readonly { readonly name: string; readonly unit: Unit }[];
  readonly unit: Unit;
  /** Absent where it cannot be read, which has been told. */
  readonly table?: ModelTable;
}

interface Column {
  readonly name: Named;
  readonly unit: Unit;
}

type Points = readonly (readonly number[])[];

export class ModelTables {
  readonly #texts: TableTexts;
  readonly #context: TablesContext;

  constructor(texts: TableTexts, context: TablesContext) {
    this.#texts = texts;
    this.#context = context;
  }

  read(syntax: ModelTableSyntax): DeclaredTable {
    const { name, points, file } = syntax;
    const unit = this.#context.unit(syntax.unit);
    const names = syntax.arguments.map((argument) => ({ name: argument.name.name, unit: this.#context.unit(argument.unit) }));
    const columns = [...syntax.arguments.map((argument, index) => ({ name: argument.name, unit: names[index]?.unit ?? PLAIN })), { name, unit }];
    const values = file ? this.#ofFile(file, columns) : this.#ofText(syntax, columns);
    if (!values) return { arguments: names, unit };
    const table = gridOf(syntax, values, { most: file ? MOST_POINTS_IN_FILE : MOST_POINTS_IN_TEXT, placeOf: (point) => points[point] ?? file ?? name });
    if (!("message" in table)) return { arguments: names, unit, table };
    this.#context.tell(table.place, "table", table.message);
    return { arguments: names, unit };
  }

  #ofText({ name: { name }, points }: ModelTableSyntax, columns: readonly Column[]): Points | undefined {
    let isWhole = true;
    const values = points.map((point) => {
      if (point.values.length !== columns.length) {
        this.#context.tell(point, "arguments", `A point of table ${name} is (${columns.map((column) => column.name.name).join(", ")}): ${columns.length} values.`);
        isWhole = false;
      }
      return columns.map((column, index) => {
        const written = point.values[index];
        const value = written && this.#context.constant(column.name, written, column.unit, "A point's value");
        if (value === undefined) isWhole = false;
        return value ?? 0;
      });
    });
    return isWhole ? values : undefined;
  }

  #ofFile(file: Named, columns: readonly Column[]): Points | undefined {
    const text = this.#texts.get(file.name);
    if (text === undefined) {
      const message = isTableFile(file.name) ? `There is no ${file.name} among the texts here: take it in by “Import texts …”; a model that runs along also needs it applied.` : `A table lies in the project's folder models: "models/curve.csv", for example.`;
      const near = nearest(file.name, this.#texts.keys());
      this.#context.tell(file, "table-file", message, near === undefined ? undefined : JSON.stringify(near));
      return undefined;
    }
    const rows = readTableFile(text, columns.map(({ name, unit }) => ({ name: name.name, unit })));
    if (!("problem" in rows)) return rows.map(({ values }) => values);
    this.#context.tell(file, "table-file", `${file.name}, ${rows.problem}`);
    return undefined;
  }
}
