/** OPC UA EUInformation for the plant's units: UNECE Recommendation 20 common codes (OPC UA Part 8, 5.6.3). */
import { makeEUInformation, type EUInformation } from "node-opcua";

/** UCUM code → [UNECE common code, symbol, full name]. */
const UNITS: Readonly<Record<string, readonly [code: string, symbol: string, name: string]>> = {
  "1": ["C62", "1", "one"],
  "%": ["P1", "%", "percent"],
  "Cel": ["CEL", "°C", "degree Celsius"],
  "kW": ["KWT", "kW", "kilowatt"],
  "kW.h": ["KWH", "kW·h", "kilowatt hour"],
  "m3/h": ["MQH", "m³/h", "cubic metre per hour"],
  "m3": ["MTQ", "m³", "cubic metre"],
  "bar": ["BAR", "bar", "bar [unit of pressure]"],
  "m": ["MTR", "m", "metre"],
  "mm/s": ["C16", "mm/s", "millimetre per second"],
  "m/s2": ["MSK", "m/s²", "metre per second squared"],
  "{rev}/min": ["RPM", "r/min", "revolutions per minute"],
  "A": ["AMP", "A", "ampere"],
  "V": ["VLT", "V", "volt"],
  "N.m": ["NU", "N·m", "newton metre"],
  "h": ["HUR", "h", "hour"],
};

/** EUInformation of a UCUM code that the plant uses; another one is a mistake in the catalogue. */
export function engineeringUnit(ucum: string): EUInformation {
  const unit = UNITS[ucum];
  if (!unit) throw new Error(`The plant's unit “${ucum}” has no UNECE code in engineeringUnits.ts.`);
  return makeEUInformation(...unit);
}
