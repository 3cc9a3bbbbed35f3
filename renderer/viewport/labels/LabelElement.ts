/** One label as an element over the scene: built once, changed when its content does, measured once per change. */
import type { Severity } from "../../../shared/language/ir.ts";
import { ALARM_SHAPES } from "../../widgets/facts/AlarmMark.tsx";
import type { LabelContent } from "./labelContent.ts";
import type { PlacedLabel } from "./labelLayout.ts";

const SVG = "http://www.w3.org/2000/svg";

export class LabelElement {
  readonly element = document.createElement("button");
  readonly #leader: SVGLineElement;
  #content = "";
  width = 0;
  height = 0;

  constructor(host: HTMLElement, leaders: SVGSVGElement, onPress: (extend: boolean) => void) {
    this.element.type = "button";
    this.element.className = "scene-label";
    // Assets are reached by keyboard in the tree and in the scene's table.
    this.element.tabIndex = -1;
    this.element.addEventListener("click", (event) => onPress(event.ctrlKey || event.metaKey));
    this.#leader = document.createElementNS(SVG, "line");
    leaders.append(this.#leader);
    host.append(this.element);
  }

  show(content: LabelContent, isSelected: boolean): void {
    const key = JSON.stringify([content, isSelected]);
    if (key === this.#content) return;
    this.#content = key;
    const { element } = this;
    element.className = ["scene-label", isSelected && "selected", content.isSimulated && "simulated", content.isUnknown && "unknown", content.alarm && `alarm ${content.alarm.severity}`].filter(Boolean).join(" ");
    element.title = content.alarm?.message ?? "";
    element.replaceChildren(this.#head(content), ...(content.value === "" && content.words.length === 0 ? [] : [this.#facts(content)]));
    this.width = element.offsetWidth;
    this.height = element.offsetHeight;
  }

  move(place: PlacedLabel | undefined, anchor: { readonly x: number; readonly y: number }): void {
    this.element.style.visibility = place ? "visible" : "hidden";
    this.#leader.style.display = place ? "" : "none";
    if (!place) return;
    this.element.style.transform = `translate(${Math.round(place.left)}px, ${Math.round(place.top)}px)`;
    const x = Math.min(place.left + this.width - 4, Math.max(place.left + 4, anchor.x));
    const y = anchor.y > place.top + this.height ? place.top + this.height : anchor.y < place.top ? place.top : anchor.y;
    for (const [name, value] of [["x1", x], ["y1", y], ["x2", anchor.x], ["y2", anchor.y]] as const) this.#leader.setAttribute(name, value.toFixed(1));
  }

  dispose(): void {
    this.element.remove();
    this.#leader.remove();
  }

  #head(content: LabelContent): HTMLElement {
    const head = part("head");
    head.append(part("name", content.name));
    if (content.alarm) head.append(mark(content.alarm.severity, content.alarm.isAcknowledged), part("word", content.alarm.severity));
    return head;
  }

  #facts(content: LabelContent): HTMLElement {
    const facts = part("facts");
    if (content.value !== "") facts.append(part("value", content.value), part("unit", content.unit));
    for (const word of content.words) facts.append(part("word", word));
    return facts;
  }
}

function part(name: string, text = ""): HTMLElement {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function mark(severity: Severity, isAcknowledged: boolean): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "mark");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ALARM_SHAPES[severity]);
  path.setAttribute("fill", isAcknowledged ? "none" : "currentColor");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.8");
  svg.append(path);
  return svg;
}
