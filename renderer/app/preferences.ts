/** What this person prefers on this machine, kept by the browser profile. A blocked or full profile keeps nothing, quietly. */
import { Store } from "./state/Store.ts";
import type { Preferences, ThemeName } from "./state/WindowServices.ts";

function kept<T extends string>(key: string, fallback: T, allowed: readonly T[]): Store<T> {
  const read = (): T => {
    try {
      const value = localStorage.getItem(key);
      return allowed.find((candidate) => candidate === value) ?? fallback;
    } catch {
      return fallback; // a profile that keeps nothing is no error worth a word
    }
  };
  const store = new Store<T>(read());
  store.subscribe(() => {
    try {
      localStorage.setItem(key, store.value);
    } catch {
      // as above
    }
  });
  return store;
}

function systemTheme(): ThemeName {
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export function loadPreferences(): Preferences {
  const theme = kept<ThemeName>("twinbench.theme", systemTheme(), ["dark", "light"]);
  const zone = kept<"project" | "utc">("twinbench.zone", "project", ["project", "utc"]);
  const utc = new Store(zone.value === "utc");
  utc.subscribe(() => zone.set(utc.value ? "utc" : "project"));
  const applyTheme = (): void => {
    document.documentElement.dataset["theme"] = theme.value;
  };
  applyTheme();
  theme.subscribe(applyTheme);
  return { theme, utc };
}
