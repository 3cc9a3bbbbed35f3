/** Colours of the theme as a canvas needs them: read once per theme, again when the theme changes. */

export interface ChartColors {
  readonly ground: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly axis: string;
  readonly hatch: string;
  readonly accent: string;
  readonly simulated: string;
  readonly forecast: string;
  readonly whatIf: string;
  readonly selection: string;
  readonly series: readonly string[];
  readonly alarm: { readonly critical: string; readonly high: string; readonly medium: string; readonly low: string };
  readonly onAlarm: string;
  readonly numberFont: string;
  readonly textFont: string;
}

const SERIES_COLORS = 6;

/** What the custom properties of an element's theme say. */
export function readColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: token("panel"), text: token("text"), quiet: token("text-3"), grid: token("line"), axis: token("line-strong"), hatch: token("hatch"),
    accent: token("accent"), simulated: token("simulated"), forecast: token("forecast"), whatIf: token("what-if"), selection: token("selection"),
    series: Array.from({ length: SERIES_COLORS }, (_, i) => token(`series-${i + 1}`) || token("measured")),
    alarm: { critical: token("critical"), high: token("high"), medium: token("medium"), low: token("low") },
    onAlarm: token("on-alarm"),
    numberFont: `11px ${token("family-num") || "monospace"}`,
    textFont: `11px ${token("family-ui") || "sans-serif"}`,
  };
}

/** Tells when the window's theme changes, by choice or by the system, until the returned function is called. */
export function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  const system = matchMedia("(prefers-color-scheme: light), (forced-colors: active)");
  system.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", listener);
  };
}
