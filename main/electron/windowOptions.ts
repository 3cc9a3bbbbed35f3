/** How a window is made: Electron's own security checklist, and where it stood last. Loads nothing, shows nothing. */
import type { BrowserWindowConstructorOptions, Rectangle } from "electron";

/** Below this the three columns of the window do not fit. */
const MIN_WIDTH_PX = 960;
const MIN_HEIGHT_PX = 600;
/** The ground of both themes (renderer/theme), so that nothing flashes before the page is drawn. */
const GROUND = { dark: "#16181b", light: "#f3f4f5" } as const;

export interface WindowLooks {
  readonly bounds: Rectangle;
  readonly dark: boolean;
  /** Path of the bundled preload. */
  readonly preload: string;
}

export function windowOptions({ bounds, dark, preload }: WindowLooks): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: MIN_WIDTH_PX,
    minHeight: MIN_HEIGHT_PX,
    show: false, // until there is something to see
    title: "Twinbench",
    backgroundColor: dark ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false, // would fetch dictionaries
      devTools: true,
    },
  };
}
