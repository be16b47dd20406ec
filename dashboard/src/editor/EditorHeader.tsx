/** The header of the editor: the flow's name, the state of its draft, and the actions. */
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { MayButton, MayLink } from "../access/MayButton";
import type { FlowRead } from "../api/types";
import { setName } from "../flow/definition/edits";
import { download, readFlowText } from "../flow/definition/flow-file";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Badge } from "../ui/Badge";
import { Button, IconButton } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { Notice } from "../ui/Notice";
import type { Draft } from "./draft/useDraft";
import type { Saving } from "./draft/useSaving";
import styles from "./EditorHeader.module.css";
import { DraftBadge } from "./frame/DraftBadge";
import { Notices } from "./frame/Notices";
import { PageHead } from "./frame/PageHead";

interface Props {
  flowId: string;
  server: FlowRead | null;
  draft: Draft;
  saving: Saving;
  /** Opens the dialog that publishes the draft. */
  onPublish: () => void;
}

/** The result of an import. */
interface Imported {
  ok: boolean;
  title: string;
  text: string;
}

export function EditorHeader({ flowId, server, draft, saving, onPublish }: Props) {
  const { definition, state, dirty, edit, dispatch } = draft;
  const [, go] = useLocation();
  const file = useRef<HTMLInputElement>(null);
  const [imported, setImported] = useState<Imported | null>(null);
  const latest = server?.latestVersion ?? null;
  const words = texts.editor.header;

  const importFile = async (selected: File) => {
    const result = readFlowText(await selected.text());
    if ("error" in result) {
      setImported({ ok: false, title: words.notImported(selected.name), text: result.error });
      return;
    }
    edit(() => result.definition);
    setImported({ ok: true, title: words.imported(selected.name), text: words.importedHint });
  };

  return (
    <>
      <PageHead
        flowId={flowId}
        name={
          <>
            <h1 className="unseen">{definition.name || flowId}</h1>
            <input
              className={styles.name}
              aria-label={words.name}
              data-field='["name"]'
              value={definition.name}
              maxLength={200}
              aria-invalid={definition.name.trim() === ""}
              onChange={(event) => edit((newest) => setName(newest, event.target.value), "name")}
            />
          </>
        }
        state={<StateBadge server={server} dirty={dirty} />}
        actions={
          <>
            <span className={styles.pairOfButtons}>
              <IconButton
                label={words.undo}
                disabled={state.history.past.length === 0}
                onClick={() => dispatch({ type: "undo" })}
              >
                <span aria-hidden="true">↶</span>
              </IconButton>
              <IconButton
                label={words.redo}
                disabled={state.history.future.length === 0}
                onClick={() => dispatch({ type: "redo" })}
              >
                <span aria-hidden="true">↷</span>
              </IconButton>
            </span>
            <Button
              busy={saving.busy === "save"}
              disabled={!dirty && state.base.revision > 0}
              onClick={() => void saving.save()}
            >
              {words.save}
            </Button>
            <MayButton
              need="POST /api/flows/{flowId}/publish"
              busy={saving.busy === "publish"}
              disabled={saving.busy !== null}
              onClick={onPublish}
            >
              {words.publish}
            </MayButton>
            <TestLink flowId={flowId} mode="chat" dirty={dirty} saving={saving} />
            <TestLink flowId={flowId} mode="audio" dirty={dirty} saving={saving} />
            <Menu
              label={words.more}
              items={[
                { label: words.exportJson, onSelect: () => download(flowId, definition) },
                { label: words.importJson, onSelect: () => file.current?.click() },
                {
                  label: words.compare,
                  onSelect: () =>
                    go(paths.compare(flowId, latest === null ? "draft" : "latest", dirty ? "unsaved" : "draft")),
                },
                ...(latest === null
                  ? []
                  : [{ label: words.showVersion(latest), onSelect: () => go(paths.flow(flowId, String(latest))) }]),
              ]}
            />
            <input
              ref={file}
              type="file"
              accept=".json,application/json"
              hidden
              aria-label={words.file}
              onChange={(event) => {
                const selected = event.target.files?.[0];
                event.target.value = "";
                if (selected !== undefined) void importFile(selected);
              }}
            />
          </>
        }
      />
      {imported === null ? null : (
        <Notices>
          <Notice
            kind={imported.ok ? "good" : "bad"}
            title={imported.title}
            actions={
              <Button small onClick={() => setImported(null)}>
                {texts.common.dismiss}
              </Button>
            }
          >
            {imported.text}
          </Notice>
        </Notices>
      )}
    </>
  );
}

function StateBadge({ server, dirty }: { server: FlowRead | null; dirty: boolean }) {
  const words = texts.editor.draftState;
  if (dirty) return <Badge kind="warning">{server === null ? words.neverSaved : words.unsaved}</Badge>;
  return server === null ? null : <DraftBadge flow={server} />;
}

interface TestLinkProps {
  flowId: string;
  mode: "chat" | "audio";
  dirty: boolean;
  saving: Saving;
}

/** Tests the draft as the page shows it: unsaved changes are saved first. */
function TestLink({ flowId, mode, dirty, saving }: TestLinkProps) {
  const [, go] = useLocation();
  const url = paths.test(flowId, { mode, version: "draft" });
  const words = texts.editor.header;
  return (
    <MayLink
      need={`POST /api/flows/{flowId}/test-${mode}`}
      href={url}
      kind={mode === "chat" ? "primary" : "plain"}
      className={styles.test}
      title={dirty ? words.testSavesHint : words.testHint}
      onClick={(event) => {
        if (!dirty || event.defaultPrevented) return;
        event.preventDefault();
        void saving.save().then((saved) => (saved ? go(url) : undefined));
      }}
    >
      {words.test[mode]}
    </MayLink>
  );
}
