/** The page that compares two versions of a flow. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import type { FlowDefinition, FlowRead } from "../../api/types";
import { paths } from "../../nav/paths";
import { Comparison } from "./Comparison";
import styles from "./compare.module.css";
import { readUnsaved } from "../draft/unsaved";
import { texts } from "../../texts";
import { FlowNotLoaded } from "../frame/FlowNotLoaded";
import { keys, readFlow } from "../../api/flows";

/** A version in the URL is a number, `latest`, `draft`, or this value for the unsaved changes in this browser. */
const UNSAVED = "unsaved";

export default function ComparePage({ flowId }: { flowId: string }) {
  const words = texts.compare;
  const [params, setParams] = useSearchParams();
  const [unsaved] = useState(() => readUnsaved(flowId));
  const from = params.get("from") ?? "latest";
  const to = params.get("to") ?? "draft";
  const older = useVersion(flowId, from);
  const newer = useVersion(flowId, to);
  const latest = older.data?.latestVersion ?? newer.data?.latestVersion ?? null;
  const choose = (end: "from" | "to", version: string) => {
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.set(end, version);
        return after;
      },
      { replace: true },
    );
  };
  const versions = versionsOf(latest, unsaved !== null);
  const before = from === UNSAVED ? (unsaved?.definition ?? null) : (older.data?.definition ?? null);
  const after = to === UNSAVED ? (unsaved?.definition ?? null) : (newer.data?.definition ?? null);
  const name = newer.data?.name ?? older.data?.name ?? flowId;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.title}>
          <Link href={paths.flows}>{words.flows}</Link>
          <span aria-hidden="true">/</span>
          <Link href={paths.flow(flowId)}>{name}</Link>
          <span aria-hidden="true">/</span>
          <h1>{words.title}</h1>
        </div>
        <div className={styles.ends}>
          <VersionSelect
            label={words.from}
            value={from}
            versions={versions}
            onChange={(version) => choose("from", version)}
          />
          <span aria-hidden="true" className={styles.arrow}>
            →
          </span>
          <VersionSelect
            label={words.to}
            value={to}
            versions={versions}
            onChange={(version) => choose("to", version)}
          />
        </div>
      </div>
      {before !== null && after !== null ? (
        <Comparison flowId={flowId} from={before} to={after} />
      ) : (
        <Missing
          flowId={flowId}
          ends={[
            [from, older, before],
            [to, newer, after],
          ]}
        />
      )}
    </div>
  );
}

function useVersion(flowId: string, version: string) {
  return useQuery({
    queryKey: keys.version(flowId, version),
    queryFn: () => readFlow(flowId, version),
    enabled: version !== UNSAVED,
  });
}

/** One end of the comparison: its version, its request, and its definition once it is known. */
type End = [string, UseQueryResult<FlowRead>, FlowDefinition | null];

function Missing({ flowId, ends }: { flowId: string; ends: readonly End[] }) {
  const words = texts.compare;
  const missing = ends.find(([version, , definition]) => version === UNSAVED && definition === null);
  if (missing !== undefined) return <p className={styles.none}>{words.noUnsaved}</p>;
  const [version, query] =
    ends.find(([, one]) => one.error !== null) ?? ends.find(([, , definition]) => definition === null) ?? ends[0] ?? [];
  if (query === undefined) return null;
  return (
    <>
      {query.error === null ? null : <p className={styles.none}>{words.notLoaded(version ?? "")}</p>}
      <FlowNotLoaded flowId={flowId} thrown={query.error ?? query.failureReason} gaveUp={query.error !== null} part />
    </>
  );
}

interface SelectProps {
  label: string;
  value: string;
  versions: readonly (readonly [string, string])[];
  onChange: (version: string) => void;
}

function VersionSelect({ label, value, versions, onChange }: SelectProps) {
  return (
    <label className={styles.end}>
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {versions.some(([version]) => version === value) ? null : <option value={value}>{value}</option>}
        {versions.map(([version, label]) => (
          <option key={version} value={version}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function versionsOf(latest: number | null, unsaved: boolean): (readonly [string, string])[] {
  const numbers = Array.from({ length: latest ?? 0 }, (_, index) => String((latest ?? 0) - index));
  return [
    ...(unsaved ? [[UNSAVED, texts.compare.unsaved] as const] : []),
    ["draft", texts.compare.draft] as const,
    ...(latest === null ? [] : [["latest", texts.compare.latest(latest)] as const]),
    ...numbers.map((number) => [number, texts.compare.version(number)] as const),
  ];
}
