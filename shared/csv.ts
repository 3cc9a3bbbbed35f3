/** CSV (RFC 4180), written and read. Written cells that need it are quoted; formulas are defused, because spreadsheets would run them. */

/** One line with its line end. Text that a spreadsheet would take for a formula gets a leading apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string): string {
  const isNumber = cell.trim() !== "" && Number.isFinite(Number(cell));
  const safe = !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export interface CsvRecord {
  /** Of its first character, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What parts the cells of a CSV text, by its first line. */
export function separatorOf(text: string): "," | ";" {
  const head = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)));
  return head.includes(";") && !head.includes(",") ? ";" : ",";
}

/**
 * Reads a small CSV text (RFC 4180; a byte order mark, bare line feeds and `;` for `,` are taken too). Empty lines are left
 * out, the apostrophe that `csvLine` puts before formulas is taken away. Files of samples are read elsewhere, by the engine.
 */
export function readCsv(text: string): CsvRecord[] {
  const body = text.replace(/^\uFEFF/, "");
  const separator = separatorOf(body);
  const records: CsvRecord[] = [];
  let [line, startLine, cell, isQuoted] = [1, 1, "", false];
  let cells: string[] = [];
  const endCell = (): void => {
    cells.push(withoutApostrophe(cell));
    cell = "";
  };
  const endRecord = (): void => {
    endCell();
    if (cells.length > 1 || cells[0] !== "") records.push({ line: startLine, cells });
    cells = [];
  };
  for (let at = 0; at < body.length; at++) {
    const letter = body.charAt(at);
    if (letter === "\n") line++;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (body.charAt(at + 1) === '"') cell += body.charAt(++at);
      else isQuoted = false;
    } else if (letter === '"' && cell === "") isQuoted = true;
    else if (letter === separator) endCell();
    else if (letter === "\n") {
      endRecord();
      startLine = line;
    } else if (letter !== "\r") cell += letter;
  }
  endRecord();
  return records;
}

function withoutApostrophe(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
