import { describe, expect, it } from "vitest";
import fc from "fast-check";
import type { Signal } from "../../../shared/model/signals.ts";
import type { SignalValue } from "../../../renderer/app/state/values.ts";
import { colourableSignals, readColouring, simulatedNames } from "../../../renderer/viewport/colour/colouring.ts";
import { niceRange, scaleColour } from "../../../renderer/viewport/colour/colourScale.ts";
import { fillShare } from "../../../renderer/viewport/extensions/LevelExtension.ts";
import { labelContent, labelSignals } from "../../../renderer/viewport/labels/labelContent.ts";
import { placeLabels, type LabelBox } from "../../../renderer/viewport/labels/labelLayout.ts";
import { checkGlb } from "../../../renderer/viewport/models/glbCheck.ts";
import { placedAssets, snapped } from "../../../renderer/viewport/placements.ts";
import { readPick } from "../../../renderer/viewport/pointer.ts";
import { readViewportConfig } from "../../../renderer/panels/Viewport/viewportConfig.ts";
import { fakeProject } from "../../fixtures/panels/fakeProject.ts";

const MEASURED_NOW = { run: "measured", isInside: true };
const BOUNDS = { width: 800, height: 500 };

describe("labels", () => {
  const box = fc.record({ id: fc.uuid(), x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 500 }), width: fc.integer({ min: 30, max: 140 }), height: fc.integer({ min: 18, max: 40 }), priority: fc.integer({ min: 0, max: 3 }) });

  it("never cover each other and never leave the view, wherever the assets stand", () => {
    fc.assert(fc.property(fc.array(box, { maxLength: 40 }), (boxes: LabelBox[]) => {
      const placed = placeLabels(boxes, BOUNDS, new Map());
      const rects = boxes.flatMap((one) => {
        const place = placed.get(one.id);
        return place ? [{ left: place.left, top: place.top, right: place.left + one.width, bottom: place.top + one.height }] : [];
      });
      for (const [i, a] of rects.entries()) {
        expect(a.left >= 0 && a.top >= 0 && a.right <= 800 && a.bottom <= 500).toBe(true);
        for (const b of rects.slice(i + 1)) expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      }
    }));
  });

  it("give way to the more important one", () => {
    const same = { x: 60, y: 30, width: 110, height: 20 };
    const placed = placeLabels([{ ...same, id: "plain", priority: 1 }, { ...same, id: "alarm", priority: 9 }], { width: 120, height: 52 }, new Map());
    expect(placed.has("alarm")).toBe(true);
    expect(placed.has("plain")).toBe(false);
  });

  it("keep their place while it is free", () => {
    const label = { id: "a", x: 400, y: 250, width: 80, height: 30, priority: 1 };
    const first = placeLabels([label], BOUNDS, new Map([["a", { left: 0, top: 0, slot: 9 }]]));
    expect(first.get("a")?.slot).toBe(9);
  });

  const value = (number: number, more: Partial<SignalValue> = {}): SignalValue => ({ tUs: 0, value: number, status: 0, isUnknown: false, ...more });
  const signals = labelSignals(fakeProject, "A-p1");

  it("say value and unit as they are written everywhere", () => {
    const content = labelContent("P-101", signals, (id) => (id === "A-p1/flow" ? value(118.24) : value(1)), MEASURED_NOW, undefined);
    expect(content).toMatchObject({ name: "P-101", value: "118.2", unit: "m³/h", words: [], isUnknown: false });
  });

  it("say the difference in place of the value where the scene is coloured by it", () => {
    const temperature = { ...signals.value, unit: "Cel" } as Signal;
    expect(labelContent("P", signals, () => value(3), MEASURED_NOW, undefined, { signal: temperature, value: 2.5 })).toMatchObject({ value: "+2.50", unit: "K", words: ["difference"] });
    expect(labelContent("P", signals, () => value(3), MEASURED_NOW, undefined, { signal: temperature, value: Number.NaN })).toMatchObject({ value: "", words: ["no difference known"], isUnknown: true });
  });

  it("say nothing of a run outside its span", () => {
    expect(labelContent("P", signals, () => value(3), { run: "run-1", isInside: false }, undefined)).toMatchObject({ value: "", words: ["outside the run"] });
  });

  it("say in a word what is out of the ordinary", () => {
    expect(labelContent("P", signals, (id) => (id === "A-p1/flow" ? value(1, { isUnknown: true }) : value(0)), MEASURED_NOW, undefined).words).toEqual(["stale", "stopped"]);
    expect(labelContent("P", signals, () => undefined, MEASURED_NOW, undefined).words).toEqual(["no value"]);
    expect(labelContent("P", signals, () => undefined, { run: "run-1", isInside: true }, undefined).words).toEqual(["not in this run"]);
    expect(labelContent("P", signals, (id) => (id === "A-p1/flow" ? value(3) : undefined), { run: "run-1", isInside: true }, undefined)).toMatchObject({ words: ["simulated"], isSimulated: true });
  });
});

describe("the colour scale", () => {
  it("rises in lightness from end to end, so that it reads in grey", () => {
    const lightness = Array.from({ length: 50 }, (_, i) => {
      const [r, g, b] = scaleColour(i / 49);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    for (let i = 1; i < lightness.length; i += 1) expect(lightness[i]).toBeGreaterThan(lightness[i - 1] ?? 0);
  });

  it("has round ends and stays while the values fill it", () => {
    const range = niceRange([61.2, 78.9], undefined, false);
    expect(range).toEqual({ min: 60, max: 80 });
    expect(niceRange([63, 75], range, false)).toBe(range);
    expect(niceRange([63, 95], range, false)).not.toBe(range);
  });

  it("begins at zero for differences, and takes equal values", () => {
    expect(niceRange([2.2, 3.1], undefined, true)?.min).toBe(0);
    const flat = niceRange([5, 5], undefined, false);
    expect(flat && flat.max > flat.min).toBe(true);
    expect(niceRange([Number.NaN], undefined, false)).toBeUndefined();
  });
});

describe("what can be coloured by", () => {
  it("is offered with what labels show first, then what most assets have", () => {
    const names = colourableSignals(fakeProject, Object.keys(fakeProject.assets)).map(({ name, assets }) => [name, assets]);
    expect(names.slice(0, 5)).toEqual([["flow", 4], ["level", 4], ["winding.temperature", 4], ["outlet.temperature", 2], ["position", 2]]);
    expect(names).not.toContainEqual(["running", 4]);
  });

  it("includes differences only of what a run has", () => {
    expect([...simulatedNames(fakeProject, [{ signals: ["A-m1/winding.temperature", "gone/x"] }])]).toEqual(["winding.temperature"]);
  });
});

describe("where assets stand", () => {
  it("gives what nobody has placed a place of its own, in front of the rest", () => {
    const bare = { ...fakeProject, assets: Object.fromEntries(Object.entries(fakeProject.assets).map(([id, { placement: _, ...asset }]) => [id, id.startsWith("B") ? asset : fakeProject.assets[id]])) };
    const placed = placedAssets({ ...bare, assets: Object.fromEntries(Object.entries(bare.assets).flatMap(([id, asset]) => (asset ? [[id, asset]] : []))) });
    expect(placed.size).toBe(18);
    const waiting = [...placed].filter(([id]) => id.startsWith("B")).map(([, { position }]) => position);
    expect(new Set(waiting.map((position) => position.join())).size).toBe(waiting.length);
    for (const [, , z] of waiting) expect(z).toBeLessThan(-1.5);
  });

  it("leaves out what has no shape and what is retired", () => {
    const project = { ...fakeProject, assets: { ...fakeProject.assets, "A-p1": { ...fakeProject.assets["A-p1"], lifecycle: { state: "retired", sinceUs: 0 } } as (typeof fakeProject.assets)[string] } };
    expect(placedAssets(project).has("station")).toBe(false);
    expect(placedAssets(project).has("A-p1")).toBe(false);
  });

  it("snaps to quarter metres and 15°, and turns stay within a full turn", () => {
    expect(snapped({ position: [1.13, 0.1, -2.4], rotationDeg: -20, scale: 2 }, false)).toEqual({ position: [1.25, 0, -2.5], rotationDeg: 345, scale: 2 });
    expect(snapped({ position: [1.1304, 0, 0], rotationDeg: 372.04, scale: 1 }, true)).toEqual({ position: [1.13, 0, 0], rotationDeg: 12, scale: 1 });
  });

  it("fills a tank between the limits of its level, or by its height", () => {
    expect(fillShare(2, { limits: { low: 1, high: 5 } }, 9)).toBe(0.25);
    expect(fillShare(3, {}, 6)).toBe(0.5);
    expect(fillShare(9, {}, 6)).toBe(1);
  });
});

/** A GLB around a JSON text. */
function glb(json: string, change: (view: DataView) => void = () => undefined): Uint8Array {
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4));
  const bytes = new Uint8Array(20 + text.byteLength);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of [0x46546c67, 2, bytes.byteLength, text.byteLength, 0x4e4f534a].entries()) view.setUint32(at * 4, number, true);
  bytes.set(text, 20);
  change(view);
  return bytes;
}

describe("an engineer's model", () => {
  const reason = (bytes: Uint8Array): string => {
    const verdict = checkGlb(bytes);
    return verdict.ok ? "" : verdict.reason;
  };

  it("is taken with its nodes, by name or by index", () => {
    expect(checkGlb(glb('{"nodes":[{"name":"pump"},{}]}'))).toEqual({ ok: true, nodes: [{ key: "pump" }, { key: "#1" }] });
  });

  it("is refused with the reason when it is none", () => {
    expect(reason(new Uint8Array(0))).toContain("empty");
    expect(reason(new TextEncoder().encode("solid cube from a CAD program"))).toContain("no GLB");
    expect(reason(glb("{}", (view) => view.setUint32(4, 1, true)))).toContain("version 1");
    expect(reason(glb("{}", (view) => view.setUint32(8, 9_999, true)))).toContain("truncated");
    expect(reason(glb("{nonsense"))).toContain("damaged");
  });

  it("is refused when it reaches outside itself or needs a decoder that is not shipped", () => {
    expect(reason(glb('{"images":[{"uri":"https://elsewhere/x.png"}]}'))).toContain("another file");
    expect(reason(glb('{"extensionsRequired":["KHR_draco_mesh_compression"]}'))).toContain("Draco");
    expect(reason(glb('{"images":[{"uri":"data:image/png;base64,AA=="}]}'))).toBe("");
  });
});

describe("what a viewport remembers", () => {
  it("is read with care, since it comes from a file", () => {
    expect(readViewportConfig(undefined)).toEqual({ colouring: { by: "nothing" }, showLabels: true, showTable: false });
    expect(readViewportConfig({ pose: { alpha: 1, beta: Number.NaN, radius: 1, target: [0, 0, 0] } }).pose).toBeUndefined();
    expect(readViewportConfig({ pose: { alpha: 1, beta: 1, radius: 9, target: [0, 1, 2] }, showLabels: false })).toMatchObject({ pose: { radius: 9, target: [0, 1, 2] }, showLabels: false });
    expect(readColouring({ by: "magic", name: "x" })).toEqual({ by: "nothing" });
    expect(readColouring({ by: "difference", name: "x", of: "run-1", from: 3 })).toEqual({ by: "difference", name: "x", of: "run-1" });
  });

  it("picks only what says what it is", () => {
    expect(readPick({ assetId: "a" })).toEqual({ assetId: "a" });
    expect(readPick({ modelId: "m", node: "n" })).toEqual({ modelId: "m", node: "n" });
    expect(readPick({ gltf: {} })).toBeUndefined();
    expect(readPick(undefined)).toBeUndefined();
  });
});
