/** Why a rule is as it is on an asset at the time cursor: the tree of its conditions, each part with value, quality and since when. */
import { ChartSpline, Clock, FileCode2 } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { ExplainedPart, Explanation, RunningRule } from "../../../shared/contract/rules.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { openText } from "../../app/openText.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useRunningRules } from "../../app/state/useRunningRules.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, formatSince, useZone } from "../../app/state/zone.ts";
import { draftsOf } from "../../editor/drafts.ts";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import type { TreeNode } from "../../widgets/rows/flattenTree.ts";
import { Tree } from "../../widgets/rows/Tree.tsx";
import { useExplanation } from "./useExplanation.ts";
import "./why.css";
import { readWhyConfig, type WhyConfig } from "./whyConfig.ts";
import { noteText, truthClass, valueText, type WhyWords } from "./whyWords.ts";

interface PartNode extends TreeNode {
  readonly part: ExplainedPart;
}

export function WhyPanel({ config, setConfig }: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const { openPanel, give } = useWindow();
  const project = useStore(workbench.project);
  const drafts = useStore(draftsOf(workbench));
  const zone = useZone();
  const running = useRunningRules();
  const chosen = useMemo(() => readWhyConfig(config) ?? firstOf(running), [config, running]);
  const [isTyped, setTyped] = useState(true);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<readonly string[]>([]);
  const file = chosen?.file ?? running.find(({ rule }) => rule === chosen?.rule)?.file;
  const draft = file === undefined ? undefined : drafts.get(file);
  const { explanation, error } = useExplanation(chosen && { rule: chosen.rule, asset: chosen.asset, ...(isTyped && file !== undefined && draft !== undefined && { draft: { file, text: draft } }) });
  const nodes = useMemo(() => (explanation?.parts ?? []).map((part, index) => nodeOf(part, String(index))), [explanation]);
  const expanded = useMemo(() => new Set(nodes.flatMap(idsOf).filter((id) => !closed.has(id))), [nodes, closed]);
  if (!chosen) return <EmptyState title="No rule runs on any asset">Apply a rule in the editor. Here stands, for any instant, what each part of it comes to.</EmptyState>;

  const names = [...new Set([chosen.rule, ...running.map(({ rule }) => rule)])];
  const assets = [...new Set([chosen.asset, ...(chosen.assets ?? []), ...(running.find(({ rule }) => rule === chosen.rule)?.assets ?? [])])];
  const choose = (rule: string): void => {
    const known = running.find((candidate) => candidate.rule === rule);
    if (known) setConfig({ rule, file: known.file, asset: known.assets.includes(chosen.asset) ? chosen.asset : known.assets[0] ?? chosen.asset } satisfies WhyConfig);
  };
  const words: WhyWords = { time: (tUs) => formatSince(tUs, zone, workbench.cursor.nowUs), duration: formatDuration };
  const activate = ({ part }: PartNode): void => {
    if (part.signal !== undefined) give("trend", { kind: "signal", ids: [part.signal] });
    else if (part.sinceUs !== undefined) workbench.cursor.seek(part.sinceUs);
  };
  return (
    <section className="why" aria-label="Why">
      <div className="why-bar">
        <ChoiceField label="Rule" hideLabel value={chosen.rule} choices={names.map((value) => ({ value, label: value }))} onChange={choose} />
        <ChoiceField label="Asset" hideLabel value={chosen.asset} choices={assets.map((value) => ({ value, label: assetPath(project, value).slice(-2).join(" › ") || value }))} onChange={(asset) => setConfig({ ...chosen, asset })} />
        {draft !== undefined && <ChoiceField label="Which text" hideLabel value={isTyped ? "typed" : "runs"} choices={[{ value: "typed", label: "as typed" }, { value: "runs", label: "as it runs" }]} onChange={(value) => setTyped(value === "typed")} />}
      </div>
      {explanation && error === undefined && <p className="why-state">{stateText(explanation, zone, words)}</p>}
      <ErrorText error={error} />
      <Tree<PartNode>
        label="Parts of the rule"
        nodes={error === undefined ? nodes : []}
        expanded={expanded}
        onExpand={(id, isOpen) => setClosed(new Set(isOpen ? [...closed].filter((other) => other !== id) : [...closed, id]))}
        selected={selected}
        onSelect={setSelected}
        onActivate={activate}
        renderRow={({ part }) => (
          <>
            {part.heading !== undefined && <span className="why-heading">{part.heading}</span>}
            <span className="name why-text" title={part.text}>{part.text}</span>
            <span className={`why-value ${truthClass(part.value)}`}>{valueText(part.value)}</span>
            <span className="fact why-note" title={explanation && noteText(part, explanation.tUs, words)}>{explanation && noteText(part, explanation.tUs, words)}</span>
          </>
        )}
        menu={({ part }) => [
          { id: "plot", label: "Plot the signal", icon: ChartSpline, keys: "Enter", isDisabled: part.signal === undefined, run: () => part.signal !== undefined && give("trend", { kind: "signal", ids: [part.signal] }) },
          { id: "since", label: "Go to since when it is so", icon: Clock, isDisabled: part.sinceUs === undefined && !part.sample, run: () => workbench.cursor.seek(part.sinceUs ?? part.sample?.tUs ?? workbench.cursor.value.tUs) },
          { id: "text", label: "Open the text", icon: FileCode2, isDisabled: file === undefined, run: () => file !== undefined && openText(openPanel, file, chosen.rule) },
        ]}
        empty={<EmptyState title="Nothing to explain">{error === undefined ? "It is being worked out." : "Choose another rule or asset above."}</EmptyState>}
      />
    </section>
  );
}

function firstOf(running: readonly RunningRule[]): WhyConfig | undefined {
  const [first] = running;
  const asset = first?.assets[0];
  return first && asset !== undefined ? { rule: first.rule, asset, file: first.file } : undefined;
}

function nodeOf(part: ExplainedPart, id: string): PartNode {
  return { id, label: part.text, part, ...(part.parts.length > 0 && { children: part.parts.map((inner, index) => nodeOf(inner, `${id}.${index}`)) }) };
}

function idsOf(node: TreeNode): string[] {
  return [node.id, ...(node.children ?? []).flatMap(idsOf)];
}

function stateText({ tUs, activeSinceUs, undecidedSinceUs, cutAtUs }: Explanation, zone: string, { time }: WhyWords): string {
  const alarm = activeSinceUs === undefined ? "no alarm of it stood" : `its alarm is active since ${time(activeSinceUs)}`;
  const blind = undecidedSinceUs === undefined ? "" : ` · cannot decide since ${time(undecidedSinceUs)}`;
  const cut = cutAtUs === undefined ? "" : ` · looked back to ${time(cutAtUs)} only: there are too many samples before`;
  return `${formatDateTime(tUs, zone)} · ${alarm}${blind}${cut}`;
}
