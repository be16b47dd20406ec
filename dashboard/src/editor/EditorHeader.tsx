/** The head of the editor: the flow's name, where it stands, and what can be done with it. */
import { useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import type { FlowRead } from "../api/types";
import { paths } from "../nav/paths";
import { Badge } from "../ui/Badge";
import { Button, buttonClass, IconButton } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { Notice } from "../ui/Notice";
import { download, readFlowText } from "../flow/definition/flow-file";
import { draftState } from "./frame/state";
import { setName } from "../flow/definition/draft";
import styles from "./EditorHeader.module.css";
import { Notices } from "./frame/Notices";
import { PageHead } from "./frame/PageHead";
import type { Editing } from "./draft/useDraft";
import type { Saving } from "./draft/useSaving";

interface Props {
  flowId: string;
  server: FlowRead | null;
  editing: Editing;
  saving: Saving;
}
interface Told {
  good: boolean;
  words: string;
  more: string;
}

export function EditorHeader({ flowId, server, editing, saving }: Props) {
  const { definition, state, dirty, edit, dispatch } = editing;
  const [, go] = useLocation();
  const file = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<Told | null>(null);
  const latest = server?.latestVersion ?? null;

  const read = async (chosen: File) => {
    const result = readFlowText(await chosen.text());
    if ("fault" in result) {
      setTold({ good: false, words: `${chosen.name} was not imported.`, more: result.fault });
      return;
    }
    edit(() => result.definition);
    setTold({
      good: true,
      words: `${chosen.name} is in this draft now, unsaved.`,
      more: "Undo brings back what was here.",
    });
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
              aria-label="Name of the flow"
              data-field='["name"]'
              value={definition.name}
              maxLength={200}
              aria-invalid={definition.name.trim() === ""}
              onChange={(event) => edit((before) => setName(before, event.target.value), "name")}
            />
          </>
        }
        state={<StateBadge server={server} dirty={dirty} />}
        actions={
          <>
            <span className={styles.pairOfButtons}>
              <IconButton
                label="Undo"
                disabled={state.history.past.length === 0}
                onClick={() => dispatch({ type: "undo" })}
              >
                <span aria-hidden="true">↶</span>
              </IconButton>
              <IconButton
                label="Do again"
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
              Save draft
            </Button>
            <Button
              busy={saving.busy === "publish"}
              disabled={saving.busy !== null}
              onClick={() => void saving.publish()}
            >
              Publish
            </Button>
            <TestLink flowId={flowId} mode="chat" dirty={dirty} saving={saving} />
            <TestLink flowId={flowId} mode="audio" dirty={dirty} saving={saving} />
            <Menu
              label="More"
              items={[
                { label: "Export JSON", onSelect: () => download(flowId, definition) },
                { label: "Import JSON into this draft", onSelect: () => file.current?.click() },
                {
                  label: "Compare versions",
                  onSelect: () =>
                    go(paths.compare(flowId, latest === null ? "draft" : "latest", dirty ? "unsaved" : "draft")),
                },
                ...(latest === null
                  ? []
                  : [
                      {
                        label: `See version ${latest} (published)`,
                        onSelect: () => go(paths.flow(flowId, String(latest))),
                      },
                    ]),
                {
                  label: "Sessions of this flow",
                  onSelect: () => go(paths.sessionsOf(flowId)),
                },
              ]}
            />
            <input
              ref={file}
              type="file"
              accept=".json,application/json"
              hidden
              aria-label="A flow as JSON"
              onChange={(event) => {
                const chosen = event.target.files?.[0];
                event.target.value = "";
                if (chosen !== undefined) void read(chosen);
              }}
            />
          </>
        }
      />
      {told === null ? null : (
        <Notices>
          <Notice
            kind={told.good ? "good" : "bad"}
            title={told.words}
            actions={
              <Button small onClick={() => setTold(null)}>
                Close
              </Button>
            }
          >
            {told.more}
          </Notice>
        </Notices>
      )}
    </>
  );
}

function StateBadge({ server, dirty }: { server: FlowRead | null; dirty: boolean }) {
  if (dirty) return <Badge kind="warning">{server === null ? "Never saved" : "Unsaved changes"}</Badge>;
  if (server === null) return null;
  const { words, kind } = draftState(server);
  return <Badge kind={kind}>{words}</Badge>;
}

/** Tests the draft as it is seen: what is not saved is saved first. */
function TestLink({
  flowId,
  mode,
  dirty,
  saving,
}: {
  flowId: string;
  mode: "chat" | "audio";
  dirty: boolean;
  saving: Saving;
}) {
  const [, go] = useLocation();
  const address = paths.test(flowId, { mode, version: "draft" });
  return (
    <Link
      href={address}
      className={buttonClass(mode === "chat" ? "primary" : "plain", false, styles.test)}
      title={dirty ? "Saves the draft first" : "Talks to the draft"}
      onClick={(event) => {
        if (!dirty || event.defaultPrevented) return;
        event.preventDefault();
        void saving.save().then((saved) => (saved ? go(address) : undefined));
      }}
    >
      Test {mode}
    </Link>
  );
}
