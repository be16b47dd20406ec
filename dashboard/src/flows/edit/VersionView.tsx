/** A published version, to be looked at: the same page, in which nothing can be changed. */
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import type { FlowRead } from "../../api/types";
import { paths } from "../../nav/paths";
import { FlowPicture } from "../../picture/FlowPicture";
import { Badge } from "../../ui/Badge";
import { Button, buttonClass } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { download } from "../file";
import { NotRead } from "../NotRead";
import { keys, readFlow } from "../requests";
import { draftState } from "../state";
import { nodeById } from "./draft";
import styles from "./edit.module.css";
import { NodePanel } from "./NodePanel";
import { SettingsPanel } from "./SettingsPanel";
import { SidePanel } from "./SidePanel";
import { useChosen } from "./useChosen";

export function VersionView({ flowId, version }: { flowId: string; version: string }) {
  const query = useQuery({ queryKey: keys.version(flowId, version), queryFn: () => readFlow(flowId, version) });
  if (query.data !== undefined) return <Version flow={query.data} />;
  return <NotRead flowId={flowId} thrown={query.error ?? query.failureReason} gaveUp={query.error !== null} />;
}

function Version({ flow }: { flow: FlowRead }) {
  const { definition, flowId, version } = flow;
  const [, go] = useLocation();
  const chosen = useChosen();
  const node = nodeById(definition, chosen.nodeId);
  const versions = Array.from({ length: flow.latestVersion ?? 0 }, (_, index) =>
    String((flow.latestVersion ?? 0) - index),
  );
  const address = (of: string) => `${paths.flow(flowId)}${of === "draft" ? "" : `?version=${of}`}`;
  return (
    <div className={styles.page}>
      <div className={styles.header}>
        <div className={styles.title}>
          <Link href={paths.flows} className={styles.back}>
            Flows
          </Link>
          <span aria-hidden="true" className={styles.soft}>
            /
          </span>
          <h1 className={styles.fixedName}>{definition.name}</h1>
          <code className={styles.id}>{flowId}</code>
          <Badge kind="accent">Version {version}, read-only</Badge>
        </div>
        <div className={styles.actions}>
          <select
            aria-label="Version"
            className={styles.select}
            value={String(version)}
            onChange={(event) => go(address(event.target.value))}
          >
            {versions.map((one) => (
              <option key={one} value={one}>
                Version {one}
              </option>
            ))}
            <option value="draft">Draft</option>
          </select>
          <Button onClick={() => download(`${flowId}-v${version}`, definition)}>Export JSON</Button>
          <Link href={paths.compare(flowId, String(version), "draft")} className={buttonClass()}>
            Compare with the draft
          </Link>
        </div>
      </div>
      <div className={styles.notices}>
        <Notice
          kind="info"
          title={`You look at version ${version}.`}
          actions={
            <Link href={paths.flow(flowId)} className={buttonClass("plain", true)}>
              Edit the draft
            </Link>
          }
        >
          {version === flow.latestVersion
            ? "Calls that begin now use it. "
            : `Calls that begin now use version ${flow.latestVersion ?? ""}. `}
          {draftWords(flow)}
        </Notice>
      </div>
      <div className={styles.work}>
        <div className={styles.main}>
          <div className={styles.picture}>
            <FlowPicture definition={definition} selected={chosen.nodeId} onSelect={chosen.choose} />
          </div>
        </div>
        <SidePanel
          key={node?.id ?? ""}
          title="Flow"
          overlay={node !== undefined}
          focusOn={null}
          onClose={() => chosen.choose(null)}
        >
          {node === undefined ? (
            <SettingsPanel definition={definition} problems={[]} editing={null} onChoose={chosen.choose} />
          ) : (
            <NodePanel
              node={node}
              definition={definition}
              problems={[]}
              checked={definition}
              editing={null}
              onChoose={chosen.choose}
            />
          )}
        </SidePanel>
      </div>
    </div>
  );
}

function draftWords(flow: FlowRead): string {
  const { words } = draftState(flow);
  return words === "Published as it is"
    ? "The draft is the same as the published version."
    : `The draft has changed since version ${flow.latestVersion ?? ""}.`;
}
