/** Where in an FMU the library of a platform lies: FMI 2.0.4, 2.3 (`linux64`), and FMI 3.0, 2.5.1.4.2 (`x86_64-linux`). */

interface Platform {
  readonly fmi2?: string;
  readonly fmi3: string;
  readonly suffix: string;
}

const PLATFORMS: Readonly<Record<string, Platform>> = {
  "linux-x64": { fmi2: "linux64", fmi3: "x86_64-linux", suffix: ".so" },
  "linux-arm64": { fmi3: "aarch64-linux", suffix: ".so" },
  "win32-x64": { fmi2: "win64", fmi3: "x86_64-windows", suffix: ".dll" },
  "win32-arm64": { fmi3: "aarch64-windows", suffix: ".dll" },
  // FMI 2 knows one word for both processors: its library may hold both.
  "darwin-x64": { fmi2: "darwin64", fmi3: "x86_64-darwin", suffix: ".dylib" },
  "darwin-arm64": { fmi2: "darwin64", fmi3: "aarch64-darwin", suffix: ".dylib" },
};

/** Path of the library inside the archive, for the machine this runs on; undefined where the standard has no word for it. */
export function libraryPath(fmi: 2 | 3, modelIdentifier: string): string | undefined {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  const folder = fmi === 2 ? platform?.fmi2 : platform?.fmi3;
  return platform && folder && `binaries/${folder}/${modelIdentifier}${platform.suffix}`;
}

/** The platforms that an archive has libraries for. */
export function platformsIn(paths: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const folder = /^binaries\/([^/]+)\/[^/]+\.(so|dll|dylib)$/.exec(path)?.[1];
    if (folder !== undefined) found.add(folder);
  }
  return [...found].sort();
}
