import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { readTableFile } from "../../../shared/language/readTableFile.ts";
import { unappliedTables } from "../../../shared/language/unappliedTables.ts";
import type { ModelExpr, ModelTable } from "../../../shared/language/ir.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import type { Unit } from "../../../shared/units/unit.ts";
import { station } from "./station.ts";

function unit(code: string): Unit {
  const found = parseUnit(code);
  if (isUnitError(found)) throw new Error(found.problem);
  return found;
}

const CURVE = [{ name: "flow", unit: unit("m3/h") }, { name: "head", unit: unit("m") }];
const MODEL = 'model Pump {\n  input q : m3/h\n  table head(flow : m3/h) : m from "models/curve.csv"\n  output h : m = head(q)\n}\nuse Pump on CentrifugalPump { q = 3 m3/h }\n';

function compiled(csv: string, text = MODEL) {
  const { program, diagnostics } = compile([{ id: "models/pump.twin", text }, { id: "models/curve.csv", text: csv }], station());
  const value: ModelExpr | undefined = program.uses[0]?.model.outputs[0]?.value;
  const table: ModelTable | undefined = value && "table" in value ? value.table : undefined;
  return { table, told: diagnostics.map(({ file, start, end, message }) => [file, text.slice(start, end), message]) };
}

describe("tables from files", () => {
  it("take the columns of their names, in any order, whatever else stands there", () => {
    expect(compiled("pump,head,flow\nA,32,0\nA,20,30\n").table).toEqual({ axes: [[0, 30]], values: [32, 20] });
  });

  it("convert columns that say their own unit", () => {
    expect(compiled("flow [L/s];head (cm)\r\n0;3200\r\n10;2.000,5\r\n").told).toEqual([["models/pump.twin", '"models/curve.csv"', 'models/curve.csv, line 3: head is "2.000,5", which is no number.']]);
    expect(compiled("\uFEFFflow [L/s];head (cm)\r\n0;3200\r\n10;2000,5\r\n").table).toEqual({ axes: [[0, 36]], values: [32, 20.005] });
  });

  it("are grids of two arguments as in a text", () => {
    const text = MODEL.replace("head(flow : m3/h)", "head(flow : m3/h, speed : Hz)").replace("head(q)", "head(q, 40 Hz)");
    expect(compiled("flow,speed,head\n0,30,1\n0,50,2\n10,30,3\n10,50,4\n", text).table).toEqual({ axes: [[0, 10], [30, 50]], values: [1, 2, 3, 4] });
    expect(compiled("flow,speed,head\n0,30,1\n0,50,2\n10,30,3\n", text).told[0]?.[2]).toContain("(10, 50)");
  });

  it("say what is wrong, in which line of which file", () => {
    const wrong = (csv: string): string | undefined => compiled(csv).told[0]?.[2];
    expect(wrong("")).toBe("models/curve.csv, it is empty.");
    expect(wrong("flow,heat\n1,2\n")).toBe("models/curve.csv, line 1 has no column head; did you mean heat?");
    expect(wrong("flow,head [bar]\n1,2\n")).toBe("models/curve.csv, line 1: head is in bar (a pressure), but the table is declared in m (a length).");
    expect(wrong("flow,head [xyz]\n1,2\n")).toBe("models/curve.csv, line 1: the unit of head, xyz, is unknown.");
    expect(wrong("flow,head\n1,2\n\n2,\n")).toBe("models/curve.csv, line 4: head is empty.");
    expect(wrong("flow,head\n1,2\n")).toContain("at least two values of flow");
    expect(wrong("flow,head\n1,2\n1,3\n2,2\n")).toContain("this point twice");
  });

  it("go live with the texts that read them, where another version of them or none runs", () => {
    const texts = (applied?: string) => ({ "models/curve.csv": { id: "models/curve.csv", text: "flow,head\n", ...(applied !== undefined && { applied }) }, "models/other.csv": { id: "models/other.csv", text: "a,b\n" } });
    const together = (applied?: string, asked = [{ id: "models/pump.twin", text: MODEL }]) => unappliedTables({ ...station(), texts: texts(applied) }, asked).map(({ id }) => id);
    expect(together()).toEqual(["models/curve.csv"]);
    expect(together("flow,head\n1,2\n")).toEqual(["models/curve.csv"]);
    expect(together("flow,head\n")).toEqual([]);
    expect(together(undefined, [{ id: "models/pump.twin", text: MODEL }, { id: "models/curve.csv", text: "flow,head\n" }])).toEqual([]);
  });

  it("name the file that is not there, and the nearest that is", () => {
    expect(compiled("flow,head\n", MODEL.replace("curve.csv", "curv.csv")).told).toEqual([["models/pump.twin", '"models/curv.csv"', "There is no models/curv.csv among the texts here: take it in by “Import texts …”; a model that runs along also needs it applied. Did you mean \"models/curve.csv\"?"]]);
    expect(compiled("", MODEL.replace("models/curve.csv", "../secret.csv")).told[0]?.[2]).toContain("in the project's folder models");
  });

  it("are read to the last of fifty thousand points, and no further", () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},${i * 2}`).join("\n");
    expect(compiled(`flow,head\n${rows}\n`).table?.values).toHaveLength(50_000);
    expect(compiled(`flow,head\n${rows}\n50000,1\n`).told[0]?.[2]).toBe("Table head has more than 50,000 points.");
  });

  it("read numbers of any plain form, and nothing that only looks like one", () => {
    expect(readTableFile("flow,head\n-1e3, +2.5 \n", CURVE)).toEqual([{ line: 2, values: [-1000, 2.5] }]);
    expect(readTableFile("flow,head\n1,Infinity\n", CURVE)).toEqual({ problem: 'line 2: head is "Infinity", which is no number.' });
    expect(readTableFile('flow,head\n1,"1,234"\n', CURVE)).toEqual({ problem: 'line 2: head is "1,234", which is no number.' });
    expect(readTableFile("flow,head\n1,0x10\n", CURVE)).toEqual({ problem: 'line 2: head is "0x10", which is no number.' });
    expect(readTableFile("flow,head\n1,=1+1\n", CURVE)).toEqual({ problem: 'line 2: head is "=1+1", which is no number.' });
  });
});
