/** A published version, to be looked at: the same page, in which nothing can be changed. */
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import type { FlowRead } from "../api/types";
import { paths } from "../nav/paths";
import { FlowDiagram } from "../flow/diagram/FlowDiagram";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { download } from "../flow/definition/flow-file";
import { NotRead } from "./frame/NotRead";
import { keys, readFlow } from "../api/flows";
import { draftState } from "./frame/state";
import { nodeById } from "../flow/definition/draft";
import { EditorFrame } from "./frame/EditorFrame";
import { NodePanel } from "./panels/NodePanel";
import { Notices } from "./frame/Notices";
import { PageHead } from "./frame/PageHead";
import { SettingsPanel } from "./panels/SettingsPanel";
import { SidePanel } from "./panels/SidePanel";
import { useSelection } from "./panels/useSelection";
import styles from "./VersionView.module.css";

export function VersionView({ flowId, version }: { flowId: string; version: string }) {
  const query = useQuery({ queryKey: keys.version(flowId, version), queryFn: () => readFlow(flowId, version) });
  if (query.data !== undefined) return <Version flow={query.data} />;
  return <NotRead flowId={flowId} thrown={query.error ?? query.failureReason} gaveUp={query.error !== null} />;
}

function Version({ flow }: { flow: FlowRead }) {
  const { definition, flowId, version } = flow;
  const [, go] = useLocation();
  const chosen = useSelection();
  const node = nodeById(definition, chosen.nodeId);
  const versions = Array.from({ length: flow.latestVersion ?? 0 }, (_, index) =>
    String((flow.latestVersion ?? 0) - index),
  );
  return (
    <EditorFrame
      head={
        <>
          <PageHead
            flowId={flowId}
            name={<h1 className={styles.fixedName}>{definition.name}</h1>}
            state={<Badge kind="accent">Version {version}, read-only</Badge>}
            actions={
              <>
                <select
                  aria-label="Version"
                  className={styles.select}
                  value={String(version)}
                  onChange={(event) =>
                    go(paths.flow(flowId, event.target.value === "draft" ? undefined : event.target.value))
                  }
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
              </>
            }
          />
          <Notices>
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
          </Notices>
        </>
      }
      picture={<FlowDiagram definition={definition} selected={chosen.nodeId} onSelect={chosen.choose} />}
      side={
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
      }
    />
  );
}

function draftWords(flow: FlowRead): string {
  const { words } = draftState(flow);
  return words === "Published as it is"
    ? "The draft is the same as the published version."
    : `The draft has changed since version ${flow.latestVersion ?? ""}.`;
}
