/**
 * A small tree of an XML file: elements and attributes, no text. Strict, with bounds; declarations of entities are refused, so
 * that nothing in the file can grow or lead outside.
 */
import { SaxesParser } from "saxes";
import { TwinError } from "../../../shared/contract/errors.ts";

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 2_000_000;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** The root. `what` is named in messages. Throws `damaged` with line and column, or `limit`. */
export function parseXml(text: string, what: string): XmlElement {
  const parser = new SaxesParser();
  const open: { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: XmlElement[] }[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  parser.on("error", (error) => {
    throw new TwinError("damaged", `${what} cannot be read: ${error.message.replace(/\.$/, "")}.`);
  });
  parser.on("doctype", () => {
    throw new TwinError("damaged", `${what} declares a document type, which the standard does not have and which is not read.`);
  });
  parser.on("opentag", ({ name, attributes }) => {
    count += 1;
    if (count > MAX_ELEMENTS || open.length >= MAX_DEPTH) throw new TwinError("limit", `${what} holds more than ${MAX_ELEMENTS.toLocaleString("en")} elements, or elements more than ${MAX_DEPTH} deep.`);
    const element = { name, attributes: { ...attributes }, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  if (!root) throw new TwinError("damaged", `${what} is empty.`);
  return root;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** An attribute that is a number; undefined where it is absent or none. */
export function numberIn(element: XmlElement | undefined, attribute: string): number | undefined {
  const text = element?.attributes[attribute];
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** XML Schema's boolean. */
export function isTrue(element: XmlElement | undefined, attribute: string): boolean {
  const text = element?.attributes[attribute];
  return text === "true" || text === "1";
}
