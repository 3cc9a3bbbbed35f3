/**
 * Differential evolution that finds its own settings: JADE, "current to one of the best" with an archive (Zhang and Sanderson, IEEE Trans. Evol.
 * Comput. 13 (2009) 945). Needs no derivative and no smoothness. Generation by generation, so that all trials of one are solved at once; the
 * same seed gives the same trials.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { cos, sin } from "../../../shared/math/elementary.ts";
import { normalQuantile } from "../../../shared/math/normal.ts";
import type { Evaluated, Ranking } from "./ranking.ts";

/** Share of the population that counts as best, and how fast the settings follow what succeeds: as in the paper. */
const BEST_SHARE = 0.1;
const FEWEST_BEST = 2;
const LEARNING = 0.1;
const FIRST_SETTING = 0.5;
const SETTING_SPREAD = 0.1;

interface Setting {
  readonly factor: number;
  readonly crossover: number;
}

export class DifferentialEvolution {
  readonly #ranking: Ranking;
  readonly #random: ReturnType<typeof xoroshiro128plus>;
  readonly #population: Evaluated[];
  readonly #replaced: Evaluated[] = [];
  #settings: readonly Setting[] = [];
  #factor = FIRST_SETTING;
  #crossover = FIRST_SETTING;

  constructor(population: readonly Evaluated[], ranking: Ranking, seed: number) {
    this.#population = [...population];
    this.#ranking = ranking;
    this.#random = xoroshiro128plus(seed | 0);
  }

  /** The greatest distance between two members along any coordinate. */
  get spread(): number {
    const coordinates = this.#population[0]?.point.length ?? 0;
    return Array.from({ length: coordinates }, (_, i) => {
      const along = this.#population.map(({ point }) => point[i] ?? 0);
      return Math.max(...along) - Math.min(...along);
    }).reduce((most, one) => Math.max(most, one), 0);
  }

  /** One trial for each member; `take` is called with what they came to, in this order. */
  trials(): number[][] {
    const best = this.#ranking.sorted(this.#population).slice(0, Math.max(FEWEST_BEST, Math.round(BEST_SHARE * this.#population.length)));
    this.#settings = this.#population.map(() => this.#drawSetting());
    return this.#population.map((member, i) => this.#trial(member, best, this.#settings[i] ?? { factor: this.#factor, crossover: this.#crossover }));
  }

  take(found: readonly Evaluated[]): void {
    const succeeded: Setting[] = [];
    found.forEach((trial, i) => {
      const member = this.#population[i];
      if (!member || this.#ranking.isBetter(member, trial)) return;
      if (this.#ranking.isBetter(trial, member)) {
        this.#replaced.push(member);
        if (this.#settings[i]) succeeded.push(this.#settings[i]);
      }
      this.#population[i] = trial;
    });
    while (this.#replaced.length > this.#population.length) this.#replaced.splice(this.#draw(this.#replaced.length), 1);
    if (succeeded.length === 0) return;
    const sum = (of: (setting: Setting) => number): number => succeeded.reduce((total, setting) => total + of(setting), 0);
    this.#crossover += LEARNING * (sum(({ crossover }) => crossover) / succeeded.length - this.#crossover);
    // Lehmer's mean leans to large factors, against ending too early.
    this.#factor += LEARNING * (sum(({ factor }) => factor * factor) / sum(({ factor }) => factor) - this.#factor);
  }

  #trial(member: Evaluated, best: readonly Evaluated[], { factor, crossover }: Setting): number[] {
    const leader = best[this.#draw(best.length)] ?? member;
    const first = this.#population[this.#draw(this.#population.length)] ?? member;
    const all = this.#population.length + this.#replaced.length;
    const place = this.#draw(all);
    const second = this.#population[place] ?? this.#replaced[place - this.#population.length] ?? member;
    const sure = this.#draw(member.point.length);
    return member.point.map((x, i) => {
      const taken = uniformFloat64(this.#random) < crossover || i === sure;
      if (!taken) return x;
      const to = x + factor * ((leader.point[i] ?? x) - x) + factor * ((first.point[i] ?? 0) - (second.point[i] ?? 0));
      // Half way to the bound that was passed.
      return to < 0 ? x / 2 : to > 1 ? (1 + x) / 2 : to;
    });
  }

  #drawSetting(): Setting {
    const crossover = this.#crossover + SETTING_SPREAD * normalQuantile(this.#share());
    return { factor: this.#drawFactor(), crossover: Math.min(1, Math.max(0, crossover)) };
  }

  /** Cauchy about the mean factor, above 0 and at most 1. */
  #drawFactor(): number {
    for (;;) {
      const angle = Math.PI * (this.#share() - 0.5);
      const factor = this.#factor + (SETTING_SPREAD * sin(angle)) / cos(angle);
      if (factor > 0) return Math.min(1, factor);
    }
  }

  #draw(count: number): number {
    return uniformInt(this.#random, 0, Math.max(0, count - 1));
  }

  /** Above 0 and below 1. */
  #share(): number {
    return Math.max(Number.EPSILON, uniformFloat64(this.#random));
  }
}
