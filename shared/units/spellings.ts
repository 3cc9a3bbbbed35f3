/**
 * Everyday spellings of units and what they mean as UCUM codes. Where a spelling is a UCUM code already (`C` is the coulomb,
 * `g` the gram) UCUM wins: files and servers use those codes, and one text must not mean two things.
 */

/** Spelling → UCUM code. Matched against whole words of a unit expression, and against the whole text first. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["degC", "Cel"], ["°C", "Cel"], ["℃", "Cel"], ["ºC", "Cel"], ["degF", "[degF]"], ["°F", "[degF]"], ["℉", "[degF]"], ["ºF", "[degF]"], ["degR", "[degR]"], ["°R", "[degR]"], ["°K", "K"], ["degK", "K"],
  ["°", "deg"], ["º", "deg"], ["′", "'"], ["″", "''"],
  ["rpm", "{rev}/min"], ["RPM", "{rev}/min"], ["r/min", "{rev}/min"], ["rev/min", "{rev}/min"], ["U/min", "{rev}/min"], ["1/min", "/min"], ["min-1", "/min"], ["1/s", "/s"], ["1/h", "/h"], ["rps", "{rev}/s"], ["rev", "{rev}"],
  ["l", "L"], ["lpm", "L/min"], ["LPM", "L/min"], ["lps", "L/s"], ["gpm", "[gal_us]/min"], ["GPM", "[gal_us]/min"], ["cfm", "[cft_i]/min"], ["CFM", "[cft_i]/min"], ["cbm", "m3"], ["ccm", "cm3"],
  ["sec", "s"], ["second", "s"], ["seconds", "s"], ["minute", "min"], ["minutes", "min"], ["hr", "h"], ["hour", "h"], ["hours", "h"], ["day", "d"], ["days", "d"], ["week", "wk"], ["weeks", "wk"], ["year", "a"],
  ["µ", "u"], ["Ω", "Ohm"], ["ohm", "Ohm"], ["ohms", "Ohm"], ["Nm", "N.m"], ["kNm", "kN.m"], ["Nmm", "N.mm"], ["Ncm", "N.cm"], ["Ws", "W.s"], ["Wh", "W.h"], ["kWh", "kW.h"], ["MWh", "MW.h"], ["GWh", "GW.h"], ["Ah", "A.h"], ["mAh", "mA.h"], ["As", "A.s"],
  ["VA", "V.A"], ["kVA", "kV.A"], ["MVA", "MV.A"], ["var", "V.A{r}"], ["VAr", "V.A{r}"], ["kvar", "kV.A{r}"], ["kVAr", "kV.A{r}"], ["Mvar", "MV.A{r}"], ["kvarh", "kV.A{r}.h"], ["kVAh", "kV.A.h"],
  ["psi", "[psi]"], ["inHg", "[in_i'Hg]"], ["inH2O", "[in_i'H2O]"], ["mmHg", "mm[Hg]"], ["mmH2O", "mm[H2O]"], ["cmH2O", "cm[H2O]"], ["mH2O", "m[H2O]"], ["mWC", "m[H2O]"], ["mmWC", "mm[H2O]"], ["mWS", "m[H2O]"], ["Torr", "mm[Hg]"], ["at", "att"],
  ["in", "[in_i]"], ["inch", "[in_i]"], ["ft", "[ft_i]"], ["yd", "[yd_i]"], ["mi", "[mi_i]"], ["mile", "[mi_i]"], ["mph", "[mi_i]/h"], ["fps", "[ft_i]/s"], ["knot", "[kn_i]"], ["kn", "[kn_i]"], ["mil", "[mil_i]"], ["kmh", "km/h"], ["kph", "km/h"],
  ["lb", "[lb_av]"], ["lbs", "[lb_av]"], ["oz", "[oz_av]"], ["lbf", "[lbf_av]"], ["gal", "[gal_us]"], ["bbl", "[bbl_us]"], ["hp", "[HP]"], ["HP", "[HP]"], ["BTU", "[Btu_IT]"], ["Btu", "[Btu_IT]"], ["kgf", "kgf"], ["kp", "kgf"],
  ["percent", "%"], ["pct", "%"], ["‰", "[ppth]"], ["ppm", "[ppm]"], ["ppb", "[ppb]"], ["pH", "[pH]"], ["NTU", "[NTU]"], ["%RH", "%{RH}"], ["g0", "[g]"], ["gn", "[g]"], ["ton", "t"], ["tonne", "t"], ["cSt", "cSt"], ["cP", "cP"],
  ["nmi", "[nmi_i]"], ["cal(IT)", "cal_IT"], ["kcal(IT)", "kcal_IT"], ["gal(UK)", "[gal_br]"], ["gal(UK)/min", "[gal_br]/min"], ["inH₂O", "[in_i'H2O]"], ["mmH₂O", "mm[H2O]"], ["cmH₂O", "cm[H2O]"], ["mH₂O", "m[H2O]"], ["g₀", "[g]"], ["sqm", "m2"], ["sccm", "cm3{s}/min"], ["bpm", "/min"], ["cpm", "/min"], ["spm", "/min"],
]);

/** What stands on the screen for a whole code, where putting its atoms together would read oddly. */
export const DISPLAYS: ReadonlyMap<string, string> = new Map([
  ["{rev}/min", "rpm"], ["{rev}/s", "rev/s"], ["{rev}", "rev"], ["/min", "1/min"], ["/s", "1/s"], ["/h", "1/h"], ["1", ""],
  ["kW.h", "kWh"], ["W.h", "Wh"], ["MW.h", "MWh"], ["GW.h", "GWh"], ["A.h", "Ah"], ["mA.h", "mAh"], ["V.A", "VA"], ["kV.A", "kVA"], ["MV.A", "MVA"], ["V.A{r}", "var"], ["kV.A{r}", "kvar"], ["MV.A{r}", "Mvar"],
  ["kV.A{r}.h", "kvarh"], ["kV.A.h", "kVAh"], ["[gal_us]/min", "gpm"], ["%{RH}", "%RH"], ["m[H2O]", "mH₂O"], ["mm[H2O]", "mmH₂O"], ["cm[H2O]", "cmH₂O"], ["mm[Hg]", "mmHg"], ["[mi_i]/h", "mph"],
]);

/** Pressure units that are commonly said as gauge or absolute, by a suffix; as written → UCUM code. */
export const PRESSURE_CODES: ReadonlyMap<string, string> = new Map([
  ["bar", "bar"], ["mbar", "mbar"], ["Pa", "Pa"], ["hPa", "hPa"], ["kPa", "kPa"], ["MPa", "MPa"], ["psi", "[psi]"], ["[psi]", "[psi]"], ["atm", "atm"],
]);

/** `barg`, `bar(g)`, `bar_g`, `bar{g}`, `psia`, …: [pressure unit, "g" or "a"], or undefined. */
export function pressurePoint(text: string): readonly [unit: string, datum: "g" | "a"] | undefined {
  const match = /^(.+?)(?:\((g|a|gauge|abs)\)|\{(g|a)\}|_(g|a)|(g|a))$/.exec(text);
  const unit = match?.[1];
  if (!match || unit === undefined || !PRESSURE_CODES.has(unit)) return undefined;
  const datum = (match[2] ?? match[3] ?? match[4] ?? match[5] ?? "").startsWith("g") ? "g" : "a";
  return [unit, datum];
}
