/** A published version, read-only; also the draft for a user whose role edits no flows. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { draftDiffers } from "../api/draft";
import { keys, readFlow } from "../api/flows";
import type { FlowRead } from "../api/types";
import { nodeById } from "../flow/definition/edits";
import { handlerPath } from "../flow/definition/handlers/handlers";
import { download } from "../flow/definition/flow-file";
import { FlowDiagram } from "../flow/diagram/FlowDiagram";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { DraftBadge } from "./frame/DraftBadge";
import { EditorFrame } from "./frame/EditorFrame";
import { FlowNotLoaded } from "./frame/FlowNotLoaded";
import { Notices } from "./frame/Notices";
import { PageHead } from "./frame/PageHead";
import { NodePanel } from "./panels/NodePanel";
import { SettingsPanel } from "./panels/SettingsPanel";
import { SidePanel } from "./panels/SidePanel";
import { useSelection } from "./panels/useSelection";
import styles from "./VersionView.module.css";

export function VersionView({ flowId, version }: { flowId: string; version: string }) {
  const query = useQuery({ queryKey: keys.version(flowId, version), queryFn: () => readFlow(flowId, version) });
  if (query.data !== undefined) return <Version flow={query.data} />;
  return <FlowNotLoaded flowId={flowId} thrown={query.error ?? query.failureReason} gaveUp={query.error !== null} />;
}

/** The draft of a flow that the user may not edit. */
export function DraftView({ flow }: { flow: FlowRead }) {
  const { flowId, definition, latestVersion } = flow;
  const words = texts.editor.header;
  return (
    <ReadOnly
      flow={flow}
      state={<DraftBadge flow={flow} />}
      actions={
        <>
          <Button onClick={() => download(flowId, definition)}>{words.exportJson}</Button>
          {latestVersion === null ? null : (
            <Link href={paths.compare(flowId, "latest", "draft")} className={buttonClass()}>
              {words.compare}
            </Link>
          )}
        </>
      }
      notice={<ReadOnlyNotice need="PUT /api/flows/{flowId}" />}
    />
  );
}

function Version({ flow }: { flow: FlowRead }) {
  const { definition, flowId, version, latestVersion } = flow;
  const words = texts.editor.version;
  return (
    <ReadOnly
      flow={flow}
      state={<Badge kind="accent">{words.readOnly(version)}</Badge>}
      actions={
        <>
          <Button onClick={() => download(`${flowId}-v${version}`, definition)}>
            {texts.editor.header.exportJson}
          </Button>
          <Link href={paths.compare(flowId, String(version), "draft")} className={buttonClass()}>
            {words.compare}
          </Link>
        </>
      }
      notice={
        <Notice
          kind="info"
          title={words.title(version)}
          actions={
            <Link href={paths.flow(flowId)} className={buttonClass("plain", true)}>
              {words.editDraft}
            </Link>
          }
        >
          {version === latestVersion ? words.inUse : words.notInUse(latestVersion)}{" "}
          {draftDiffers(flow) ? words.draftChanged(latestVersion) : words.draftSame}
        </Notice>
      }
    />
  );
}

interface ReadOnlyProps {
  flow: FlowRead;
  state: ReactNode;
  actions: ReactNode;
  notice: ReactNode;
}

function ReadOnly({ flow, state, actions, notice }: ReadOnlyProps) {
  const { definition, flowId } = flow;
  const selection = useSelection();
  const node = nodeById(definition, selection.nodeId);
  return (
    <EditorFrame
      head={
        <>
          <PageHead
            flowId={flowId}
            name={<h1 className={styles.fixedName}>{definition.name || flowId}</h1>}
            state={state}
            actions={
              <>
                <VersionSelect flow={flow} />
                {actions}
              </>
            }
          />
          <Notices>{notice}</Notices>
        </>
      }
      diagram={
        <FlowDiagram
          definition={definition}
          selected={selection.nodeId}
          onSelect={selection.select}
          onSelectHandler={(id) => selection.showSetting(handlerPath(definition, id))}
        />
      }
      side={
        <SidePanel
          key={node?.id ?? ""}
          title={texts.editor.side.title}
          overlay={node !== undefined}
          focusOn={selection.focusOn}
          onClose={() => selection.select(null)}
        >
          {node === undefined ? (
            <SettingsPanel definition={definition} problems={[]} draft={null} onSelect={selection.select} />
          ) : (
            <NodePanel
              flowId={flowId}
              node={node}
              definition={definition}
              problems={[]}
              checked={definition}
              draft={null}
              onSelect={selection.select}
            />
          )}
        </SidePanel>
      }
    />
  );
}

/** Opens another version, or the draft. */
function VersionSelect({ flow }: { flow: FlowRead }) {
  const [, go] = useLocation();
  const latest = flow.latestVersion ?? 0;
  const versions = Array.from({ length: latest }, (_, index) => String(latest - index));
  const words = texts.editor.version;
  return (
    <select
      aria-label={words.label}
      className={styles.select}
      value={String(flow.version)}
      onChange={({ target }) => go(paths.flow(flow.flowId, target.value === "draft" ? undefined : target.value))}
    >
      {versions.map((version) => (
        <option key={version} value={version}>
          {words.option(version)}
        </option>
      ))}
      <option value="draft">{words.draft}</option>
    </select>
  );
}
