/**
 * Machines by their look: proportions of real equipment inside the given size, standing on y = 0 around the origin. Flow runs
 * along x; a pump's shaft lies along z, a motor's along x.
 */
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { Scene } from "@babylonjs/core/scene.js";
import type { Shape } from "../../../shared/model/project.ts";
import { PartBuilder, SHADE } from "./parts.ts";

type Size = readonly [width: number, height: number, depth: number];
type Build = (parts: PartBuilder, size: Size) => PartBuilder;

/** Between-bearings volute pump: suction at −x, discharge at +x, bearing housings at both ends of the shaft. */
const pump: Build = (p, [w, h, d]) => {
  const axis = h * 0.5;
  const volute = Math.min(h * 0.72, w * 0.62);
  const nozzle = volute * 0.42;
  return p
    .box([0, h * 0.05, 0], [w * 0.78, h * 0.1, d * 0.96], SHADE.dark)
    .box([-w * 0.16, h * 0.18, 0], [w * 0.07, h * 0.22, d * 0.4], SHADE.dark).box([w * 0.16, h * 0.18, 0], [w * 0.07, h * 0.22, d * 0.4], SHADE.dark)
    .cylinder([0, axis, 0], "z", volute, d * 0.3).ring([0, axis, 0], "z", volute * 0.94, d * 0.26, SHADE.body)
    .cylinder([0, axis, -d * 0.2], "z", volute * 0.66, d * 0.12, SHADE.light).cylinder([0, axis, d * 0.2], "z", volute * 0.66, d * 0.12, SHADE.light)
    .cylinder([0, axis, 0], "z", volute * 0.32, d * 0.8, SHADE.body)
    .cylinder([0, axis, -d * 0.38], "z", volute * 0.42, d * 0.16, SHADE.dark).cylinder([0, axis, d * 0.38], "z", volute * 0.42, d * 0.16, SHADE.dark)
    .cylinder([0, axis, 0], "z", volute * 0.12, d * 1.1, SHADE.light)
    .cylinder([-w * 0.31, axis, 0], "x", nozzle, w * 0.34, SHADE.body).cylinder([w * 0.31, axis, 0], "x", nozzle * 0.86, w * 0.34, SHADE.body)
    .flange([-w * 0.48, axis, 0], "x", nozzle * 1.5, w * 0.04).flange([w * 0.48, axis, 0], "x", nozzle * 1.36, w * 0.04)
    .box([0, axis + volute * 0.52, 0], [volute * 0.3, volute * 0.1, d * 0.2], SHADE.light);
};

/** Ribbed induction motor on feet with a terminal box and a fan cowl. */
const motor: Build = (p, [w, h, d]) => {
  const axis = h * 0.5;
  const body = Math.min(h, d) * 0.78;
  p.cylinder([0, axis, 0], "x", body * 0.92, w * 0.66, SHADE.dark);
  const ribs = 13;
  for (let i = 0; i < ribs; i += 1) p.cylinder([(-0.29 + (0.58 * i) / (ribs - 1)) * w, axis, 0], "x", body, w * 0.02, SHADE.body);
  return p
    .cylinder([-w * 0.36, axis, 0], "x", body * 0.96, w * 0.06, SHADE.light).cylinder([-w * 0.41, axis, 0], "x", body * 0.9, w * 0.06, SHADE.body, body * 0.5)
    .cylinder([w * 0.39, axis, 0], "x", body * 0.98, w * 0.14, SHADE.light).cylinder([w * 0.465, axis, 0], "x", body * 0.8, w * 0.012, SHADE.darkest)
    .cylinder([0, axis, 0], "x", body * 0.14, w * 1.02, SHADE.light)
    .box([-w * 0.04, axis + body * 0.54, 0], [w * 0.24, h * 0.14, d * 0.3], SHADE.light)
    .box([-w * 0.2, h * 0.06, 0], [w * 0.12, h * 0.12, d * 0.8], SHADE.dark).box([w * 0.2, h * 0.06, 0], [w * 0.12, h * 0.12, d * 0.8], SHADE.dark);
};

/** Vertical tank with dished ends on a skirt, stiffening rings and a manhole. Its sight glasses are the level's (`TankLevel`). */
const tank: Build = (p, [w, h]) => {
  const r = w / 2;
  const skirt = h * 0.05;
  const dish = Math.min(r * 0.28, h * 0.14);
  const shell = h - skirt - dish;
  const dome = Array.from({ length: 9 }, (_, i): [number, number] => [r * Math.cos((i / 8) * (Math.PI / 2)), shell + dish * Math.sin((i / 8) * (Math.PI / 2)) + skirt]);
  return p
    .lathe([[r * 0.96, 0], [r * 0.96, skirt]], SHADE.darkest).lathe([[0, skirt], [r, skirt], [r, shell + skirt]], SHADE.body).lathe(dome, SHADE.light)
    .ring([0, skirt + shell * 0.01, 0], "y", w, h * 0.014).ring([0, skirt + shell, 0], "y", w, h * 0.014)
    .ring([0, skirt + shell * 0.34, 0], "y", w, h * 0.008).ring([0, skirt + shell * 0.67, 0], "y", w, h * 0.008)
    .cylinder([r * 0.45, h - dish * 0.45, 0], "y", r * 0.34, dish * 0.7, SHADE.dark).cylinder([r * 0.45, h - dish * 0.1, 0], "y", r * 0.42, h * 0.015, SHADE.light);
};

/** Globe valve along x with a diaphragm actuator on a yoke. */
const valve: Build = (p, [w, h, d]) => {
  const axis = Math.min(h * 0.5, w * 0.42);
  const bore = Math.min(d * 0.5, axis * 0.8);
  const top = h - axis;
  return p
    .ball([0, axis, 0], [w * 0.5, bore * 1.35, d * 0.8], SHADE.body)
    .cylinder([0, axis, 0], "x", bore, w * 0.94).flange([-w * 0.48, axis, 0], "x", bore * 1.6, w * 0.05).flange([w * 0.48, axis, 0], "x", bore * 1.6, w * 0.05)
    .cylinder([0, axis + top * 0.22, 0], "y", bore * 0.6, top * 0.3, SHADE.dark).cylinder([0, axis + top * 0.38, 0], "y", bore * 0.95, top * 0.04, SHADE.light)
    .box([-bore * 0.3, axis + top * 0.52, 0], [bore * 0.1, top * 0.3, bore * 0.14], SHADE.dark).box([bore * 0.3, axis + top * 0.52, 0], [bore * 0.1, top * 0.3, bore * 0.14], SHADE.dark)
    .cylinder([0, axis + top * 0.52, 0], "y", bore * 0.14, top * 0.32, SHADE.light)
    .cylinder([0, axis + top * 0.72, 0], "y", d * 0.5, top * 0.12, SHADE.body, d * 0.96).cylinder([0, axis + top * 0.8, 0], "y", d, top * 0.04, SHADE.dark)
    .cylinder([0, axis + top * 0.9, 0], "y", d * 0.96, top * 0.18, SHADE.body, d * 0.4);
};

const pipe: Build = (p, [w, h, d]) => {
  const bore = Math.min(h, d) * 0.8;
  return p.cylinder([0, h / 2, 0], "x", bore, w).flange([-w / 2 + 0.03, h / 2, 0], "x", bore * 1.24, 0.05).flange([w / 2 - 0.03, h / 2, 0], "x", bore * 1.24, 0.05);
};

/** Shell with dished channel heads on two saddles, nozzles above for one side and at the ends for the other. */
const exchanger: Build = (p, [w, h, d]) => {
  const shell = Math.min(h * 0.62, d * 0.95);
  const axis = Math.max(h * 0.36, shell * 0.56);
  return p
    .box([-w * 0.24, axis * 0.4, 0], [w * 0.06, axis * 0.8, shell * 0.8], SHADE.dark).box([w * 0.24, axis * 0.4, 0], [w * 0.06, axis * 0.8, shell * 0.8], SHADE.dark)
    .cylinder([0, axis, 0], "x", shell, w * 0.66)
    .flange([-w * 0.335, axis, 0], "x", shell * 1.14, w * 0.035).flange([w * 0.335, axis, 0], "x", shell * 1.14, w * 0.035)
    .cylinder([-w * 0.385, axis, 0], "x", shell, w * 0.07, SHADE.light).cylinder([w * 0.385, axis, 0], "x", shell, w * 0.07, SHADE.light)
    .ball([-w * 0.42, axis, 0], [w * 0.1, shell, shell], SHADE.light).ball([w * 0.42, axis, 0], [w * 0.1, shell, shell], SHADE.light)
    .cylinder([-w * 0.47, axis, 0], "x", shell * 0.3, w * 0.06).flange([-w * 0.49, axis, 0], "x", shell * 0.46, w * 0.02)
    .cylinder([w * 0.47, axis, 0], "x", shell * 0.3, w * 0.06).flange([w * 0.49, axis, 0], "x", shell * 0.46, w * 0.02)
    .cylinder([-w * 0.2, (axis + h) / 2, 0], "y", shell * 0.28, h - axis).flange([-w * 0.2, h - 0.02, 0], "y", shell * 0.44, 0.04)
    .cylinder([w * 0.2, (axis + h) / 2, 0], "y", shell * 0.28, h - axis).flange([w * 0.2, h - 0.02, 0], "y", shell * 0.44, 0.04);
};

const box: Build = (p, [w, h, d]) =>
  p.box([0, h * 0.04, 0], [w, h * 0.08, d], SHADE.darkest).box([0, h * 0.53, 0], [w * 0.96, h * 0.9, d * 0.96], SHADE.body).box([0, h * 0.97, 0], [w, h * 0.06, d], SHADE.light);

const BUILDS: Readonly<Record<Exclude<Shape, "none">, Build>> = { pump, motor, tank, valve, pipe, "heat-exchanger": exchanger, box };

/** The machine as one mesh. Sizes below a centimetre are taken as a centimetre. */
export function buildShape(scene: Scene, shape: Exclude<Shape, "none">, size: Size, name: string): Mesh {
  const safe: Size = [Math.max(0.01, size[0]), Math.max(0.01, size[1]), Math.max(0.01, size[2])];
  return BUILDS[shape](new PartBuilder(scene), safe).build(name);
}

/** Where a tank's liquid can stand, metres above its base. */
export function tankFillRange(height: number): { readonly bottom: number; readonly top: number } {
  return { bottom: height * 0.07, top: height * 0.84 };
}
