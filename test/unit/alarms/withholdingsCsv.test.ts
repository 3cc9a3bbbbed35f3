import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWithholdingsCsv, withholdingsCsv, type WithholdingNames } from "../../../shared/alarms/withholdingsCsv.ts";
import type { Withholding } from "../../../shared/contract/alarms.ts";
import { csvLine, readCsv } from "../../../shared/csv.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

const asset = (id: string, name: string, parent?: string) => ({ id, name, type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active" as const, sinceUs: 0 }, ...(parent !== undefined && { parent }) });
const project = { ...emptyProject("Plant", "UTC"), assets: { line: asset("line", "Line A"), p1: asset("p1", "P-101", "line"), p2: asset("p2", "P-102", "line") } };
const T0 = Date.UTC(2026, 10, 20, 12) * 1000;
const HOUR = 3_600_000_000;
const names: WithholdingNames = { project, runs: (rule) => rule === "Hot", nowUs: T0 };

describe("shelvings and what is out of service as CSV", () => {
  const shelved: Withholding = { id: "1", kind: "shelved", assetId: "p1", rule: "Hot", alarmKind: "rule", sinceUs: T0 - HOUR, untilUs: T0 + HOUR, by: "Ada", reason: 'noise, "again"' };
  const oneShot: Withholding = { id: "2", kind: "shelved", assetId: "p2", rule: "Hot", alarmKind: "cannot-decide", sinceUs: T0, by: "Ada", reason: "=1+1" };
  const out: Withholding = { id: "3", kind: "out-of-service", assetId: "line", sinceUs: T0, by: "Ada", reason: "overhaul" };

  it("come back as they were, but for who and since when", () => {
    const { rows, problems } = readWithholdingsCsv(withholdingsCsv(project, [shelved, oneShot, out]), names);
    expect(problems).toEqual([]);
    expect(rows).toEqual([shelved, oneShot, out].map(({ id: _id, sinceUs: _since, by: _by, ...rest }) => rest));
  });

  it("leave out what a rule suppresses by design", () => {
    expect(withholdingsCsv(project, [{ ...out, kind: "suppressed" }]).split("\r\n")).toHaveLength(2);
  });

  it("are read row by row: what is wrong with one is said of its line, and the others are taken", () => {
    const { rows, problems } = readWithholdingsCsv([
      "Asset;What;Reason;Rule;Until", "P-101;out of service;overhaul;;", "P-103;shelved;noise;Hot;", "P-102;asleep;noise;;", "P-102;shelved;;Hot;", "P-102;shelved;noise;Cold;",
      "P-102;shelved;noise;Hot;tomorrow", "P-102;shelved;noise;Hot;2026-11-20T11:00:00Z", "P-102;shelved;noise;Hot;2027-01-01T00:00:00Z", "P-102;out of service;noise;;2026-11-20T14:00:00Z",
    ].join("\n"), names);
    expect(rows).toEqual([{ kind: "out-of-service", assetId: "p1", reason: "overhaul" }]);
    expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      "3 There is no asset P-103. Nearest: P-101.", '4 "asleep" is neither "shelved" nor "out of service".', "5 A reason is missing.", "6 No rule Cold runs on P-102.",
      '7 "tomorrow" is no time with its offset, as 2026-11-20T14:00:00Z is.', "8 2026-11-20T11:00:00Z is over already.", "9 2027-01-01T00:00:00Z is more than 7 days away; take it out of service instead.",
      "10 Out of service has no end; leave until empty or shelve it.",
    ]);
  });

  it("are refused whole without the names of their columns", () => {
    expect(readWithholdingsCsv("P-101,shelved", names)).toMatchObject({ rows: [], problems: [{ line: 1, reason: expect.stringContaining("missing: what, asset, reason") }] });
    expect(readWithholdingsCsv("", names).problems).toHaveLength(1);
  });
});

describe("a CSV text", () => {
  it("is read as it was written, whatever the cells hold", () => {
    const cell = fc.string().filter((text) => !text.startsWith("'") && !/\r(?!\n)/.test(text) && !text.includes("\r"));
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
      expect(readCsv(["a,b\r\n", ...rows.map(csvLine)].join("")).slice(1).map(({ cells }) => cells)).toEqual(rows);
    }));
  });

  it("tells the line on which a record begins, over quoted line ends and empty lines", () => {
    expect(readCsv('a,b\n"1\n2",x\n\n3,4').map(({ line, cells }) => [line, ...cells])).toEqual([[1, "a", "b"], [2, "1\n2", "x"], [5, "3", "4"]]);
  });
});
