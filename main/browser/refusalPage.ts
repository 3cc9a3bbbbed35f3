/** The page a person sees instead of the window: one sentence that says what to do. Carries no script and no data. */
export function refusalPage(sentence: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Twinbench</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:18vh auto;padding:0 1em}</style></head>
<body><h1>Twinbench</h1><p>${sentence}</p></body></html>
`;
}
