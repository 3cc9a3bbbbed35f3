import { standardUnits } from "node-opcua-data-access";
import { describe, expect, it } from "vitest";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { packCode, uneceId, uneceUnits, unitFromEuInformation, unitFromUnece } from "../../../shared/units/unece.ts";

describe("UNECE units of OPC UA", () => {
  it("packs a code's ASCII base 256", () => {
    expect(packCode("CEL")).toBe(4408652);
    expect(unitFromUnece(4408652)?.code).toBe("Cel");
  });

  it.each(uneceUnits())("knows %s as the readable unit %s", (unece, ucum) => {
    const unit = parseUnit(ucum);
    expect(isUnitError(unit)).toBe(false);
    expect(unitFromUnece(packCode(unece))?.code).toBe(ucum);
  });

  it("goes to an id and back for every unit it knows", () => {
    for (const [, ucum] of uneceUnits()) {
      const unit = parseUnit(ucum);
      if (!isUnitError(unit)) expect(unitFromUnece(uneceId(unit) ?? -1)?.code).toBe(unit.code);
    }
  });

  it("names the same units as an OPC UA server's own table", () => {
    for (const info of Object.values(standardUnits)) {
      const byId = unitFromUnece(info.unitId);
      const byText = parseUnit((info.displayName.text ?? "").replace("mile/h", "mph").replace("r/s", "rev/s"));
      if (byId && !isUnitError(byText)) expect(byId.dimension.key, info.description.text ?? "").toBe(byText.dimension.key);
      if (byId && !isUnitError(byText)) expect(byId.factor).toEqual(byText.factor);
    }
  });

  it("falls back to the text a server shows, and to an opaque unit for one nobody knows", () => {
    expect(unitFromEuInformation(-1, "m³/h")?.code).toBe("m3/h");
    expect(unitFromEuInformation(-1, "Widgets")?.dimension.key).toContain("?Widgets");
    expect(unitFromEuInformation(-1, "")).toBeUndefined();
  });
});
