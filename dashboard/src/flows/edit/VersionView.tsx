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
import { EditorFrame } from "./EditorFrame";
import { NodePanel } from "./NodePanel";
import { Notices } from "./Notices";
import { PageHead } from "./PageHead";
import { SettingsPanel } from "./SettingsPanel";
import { SidePanel } from "./SidePanel";
import { useChosen } from "./useChosen";
import styles from "./VersionView.module.css";

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
      picture={<FlowPicture definition={definition} selected={chosen.nodeId} onSelect={chosen.choose} />}
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
