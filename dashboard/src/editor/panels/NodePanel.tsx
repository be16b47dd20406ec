/** The selected node: its data as a form or as JSON, its exits, and its id. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition, FlowNode, ToolTestResult } from "../../api/types";
import { canRemoveNode, dataOf, removeNode, renameNode, setData } from "../../flow/definition/edits";
import { at, samePath } from "../../flow/definition/json";
import { kindOf } from "../../flow/definition/kinds";
import { titleOf } from "../../flow/definition/node-title";
import { problemsOfData, problemsOfNode, problemText } from "../../flow/definition/problems";
import { line } from "../../flow/definition/read";
import { responsePaths } from "../../flow/definition/values/response-paths";
import { KindName } from "../../flow/kind/KindName";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Tabs } from "../../ui/Tabs";
import type { Draft } from "../draft/useDraft";
import { DataForm } from "../form/fields/DataForm";
import { SettledInput } from "../form/inputs/SettledInput";
import { fieldKey, type Form } from "../form/model/form";
import common from "../frame/common.module.css";
import { DataJson } from "./DataJson";
import { Exits } from "./Exits";
import { Failures } from "./Failures";
import { ModelTool } from "./mcp/ModelTool";
import styles from "./NodePanel.module.css";
import { InnerFlow } from "./subflow/InnerFlow";
import { outcomesOf, useInnerFlow } from "./subflow/useInnerFlow";
import { usePicks } from "./subflow/usePicks";
import { ToolTest } from "./tooltest/ToolTest";
import { useToolTest } from "./tooltest/useToolTest";

interface Props {
  flowId: string;
  node: FlowNode;
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  /** The definition that the problems belong to. */
  checked: FlowDefinition;
  /** Null if the page is read-only. */
  draft: Draft | null;
  onSelect: (nodeId: string | null) => void;
}

export function NodePanel(props: Props) {
  const { flowId, node, definition, problems, checked, draft, onSelect } = props;
  const testing = useToolTest(flowId, node.id);
  const inner = useInnerFlow(node);
  const picks = usePicks(node, flowId);
  const own = formOf(node, problems, checked, draft, testing.last);
  const form: Form = {
    ...own,
    picks,
    after: ([list, index, ...rest]) =>
      draft === null || node.type !== "llm" || list !== "tools" || rest.length > 0 ? null : (
        <ModelTool flowId={flowId} node={node} definition={definition} index={Number(index)} set={own.set} />
      ),
  };
  const words = texts.editor.node;
  return (
    <>
      <header className={styles.nodeHead} data-kind={node.type}>
        <KindName type={node.type} />
        <h2 className={styles.nodeName}>{titleOf(node)}</h2>
        <p className={common.soft}>{kindOf(node.type).does}</p>
      </header>
      {problemsOfNode(problems, node.id, checked).map((problem, index) => (
        <p key={index} className={problem.severity === "error" ? styles.error : styles.warning}>
          {problem.severity === "error" ? texts.editor.problems.errorPrefix : texts.editor.problems.warningPrefix}{" "}
          {problemText(problem)}
        </p>
      ))}
      <Tabs
        label={words.data}
        tabs={[
          {
            id: "form",
            label: words.form,
            content: (
              <div className={styles.tab}>
                <DataForm form={form} type={node.type} />
                {draft === null || node.type !== "tool" ? null : (
                  <ToolTest definition={definition} nodeId={node.id} tool={form.data} testing={testing} />
                )}
                {node.type === "subflow" ? <InnerFlow flow={inner} flowId={line(at(form.data, ["flowId"]))} /> : null}
                <Exits
                  node={node}
                  definition={definition}
                  outcomes={outcomesOf(inner)}
                  draft={draft}
                  onSelect={onSelect}
                />
                {draft === null ? null : <Failures node={node} definition={definition} draft={draft} />}
                <Identity {...props} />
              </div>
            ),
          },
          {
            id: "json",
            label: words.json,
            content: (
              <div className={styles.tab}>
                <DataJson form={form} />
              </div>
            ),
          },
        ]}
      />
    </>
  );
}

/** The node's id, and the button that deletes the node. */
function Identity({ node, definition, draft, onSelect }: Props) {
  const words = texts.editor.node;
  const removable = canRemoveNode(definition, node.id);
  return (
    <div className={styles.foot}>
      <div data-field={fieldKey(["id"])}>
        <Field label={words.id} hint={words.idHint}>
          {(control) => (
            <SettledInput
              {...control}
              disabled={draft === null}
              value={node.id}
              errorOf={(id) => idError(definition, node.id, id)}
              onValue={(id) => {
                draft?.edit((newest) => renameNode(newest, node.id, id));
                draft?.dispatch({ type: "renamed", from: node.id, to: id });
                onSelect(id);
              }}
            />
          )}
        </Field>
      </div>
      {draft === null ? null : (
        <Button
          kind="danger"
          disabled={!removable}
          title={removable ? words.removeHint : words.onlyStart}
          onClick={() => {
            draft.edit((newest) => removeNode(newest, node.id));
            onSelect(null);
          }}
        >
          {words.remove}
        </Button>
      )}
    </div>
  );
}

/** `last`: the last test call of the tool, whose values `assign` offers. */
function formOf(
  node: FlowNode,
  problems: readonly ProblemItem[],
  checked: FlowDefinition,
  draft: Draft | null,
  last: ToolTestResult | null,
): Form {
  const nodeId = node.id;
  return {
    type: node.type,
    data: dataOf(node),
    disabled: draft === null,
    problems: problemsOfData(problems, nodeId, checked),
    set: (path, value) =>
      draft?.edit(
        (newest) => {
          const changed = setData(newest, nodeId, path, value);
          // A version is one of the flow that was named before.
          const otherFlow = node.type === "subflow" && samePath(path, ["flowId"]);
          return otherFlow ? setData(changed, nodeId, ["version"], undefined) : changed;
        },
        `${nodeId} ${fieldKey(path)}`,
      ),
    unfinished: (path) =>
      draft?.state.unfinished.find((one) => one.nodeId === nodeId && samePath(one.path, path))?.text ?? null,
    setUnfinished: (path, text, error) =>
      draft?.dispatch({ type: "unfinished", unfinished: { nodeId, path, text, error } }),
    clearUnfinished: (path) => draft?.dispatch({ type: "finished", nodeId, path }),
    offers: (path) => (last?.status != null && samePath(path, ["assign"]) ? responsePaths(last) : []),
  };
}

function idError(definition: FlowDefinition, now: string, id: string): string | null {
  const words = texts.editor.node;
  if (id.trim() === "") return words.idEmpty;
  if (id.length > 200) return words.idTooLong;
  return id !== now && definition.nodes.some((other) => other.id === id) ? words.idTaken(id) : null;
}
