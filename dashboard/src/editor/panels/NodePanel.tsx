/** The node that is chosen: its data as a form or as JSON, where its exits lead, and its id. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition, FlowNode } from "../../api/types";
import { withoutNode } from "../../flow/definition/edit";
import { KindName } from "../../flow/kind/KindName";
import { kindOf } from "../../flow/definition/kinds";
import { titleOf } from "../../flow/definition/node-title";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Tabs } from "../../ui/Tabs";
import common from "../frame/common.module.css";
import { DataForm } from "../form/fields/DataForm";
import { markOf, type Form } from "../form/model/form";
import { SettledInput } from "../form/inputs/SettledInput";
import { samePath } from "../../flow/definition/json";
import { inWords, toldOfData, toldOfNode } from "../../flow/definition/problems";
import { DataJson } from "./DataJson";
import { dataOf, renameNode, setData } from "../../flow/definition/draft";
import { Exits } from "./Exits";
import styles from "./NodePanel.module.css";
import type { Editing } from "../draft/useDraft";

interface Props {
  node: FlowNode;
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  /** The definition that the problems were found in. */
  checked: FlowDefinition;
  /** Null where it can only be looked at. */
  editing: Editing | null;
  onChoose: (nodeId: string | null) => void;
}

export function NodePanel({ node, definition, problems, checked, editing, onChoose }: Props) {
  const form = formOf(node, problems, checked, editing);
  const without = withoutNode(definition, node.id);
  return (
    <>
      <header className={styles.nodeHead} data-kind={node.type}>
        <KindName type={node.type} />
        <h2 className={styles.nodeName}>{titleOf(node)}</h2>
        <p className={common.soft}>{kindOf(node.type).does}</p>
      </header>
      {toldOfNode(problems, node.id, checked).map((problem, index) => (
        <p key={index} className={problem.severity === "error" ? styles.error : styles.warning}>
          {problem.severity === "error" ? "Error: " : "Warning: "}
          {inWords(problem)}
        </p>
      ))}
      <Tabs
        label="The node's data"
        tabs={[
          {
            id: "form",
            label: "Form",
            content: (
              <div className={styles.tab}>
                <DataForm form={form} type={node.type} />
                <Exits node={node} definition={definition} editing={editing} onChoose={onChoose} />
                <div className={styles.foot}>
                  <div data-field={markOf(["id"])}>
                    <Field label="Id of the node" hint="Its edges follow when it is renamed; sessions tell it.">
                      {(control) => (
                        <SettledInput
                          {...control}
                          disabled={form.disabled}
                          value={node.id}
                          fault={(id) => idFault(definition, node.id, id)}
                          onValue={(id) => {
                            editing?.edit((before) => renameNode(before, node.id, id));
                            editing?.dispatch({ type: "renamed", from: node.id, to: id });
                            onChoose(id);
                          }}
                        />
                      )}
                    </Field>
                  </div>
                  {editing === null ? null : (
                    <Button
                      kind="danger"
                      disabled={without === null}
                      title={without === null ? "The only start cannot be deleted" : "Undo brings it back"}
                      onClick={() => {
                        editing.edit((before) => withoutNode(before, node.id) ?? before);
                        onChoose(null);
                      }}
                    >
                      Delete this node
                    </Button>
                  )}
                </div>
              </div>
            ),
          },
          {
            id: "json",
            label: "JSON",
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

function formOf(
  node: FlowNode,
  problems: readonly ProblemItem[],
  checked: FlowDefinition,
  editing: Editing | null,
): Form {
  const nodeId = node.id;
  return {
    type: node.type,
    data: dataOf(node),
    disabled: editing === null,
    told: toldOfData(problems, nodeId, checked),
    set: (path, value) => editing?.edit((before) => setData(before, nodeId, path, value), `${nodeId} ${markOf(path)}`),
    unfinished: (path) =>
      editing?.state.unfinished.find((one) => one.nodeId === nodeId && samePath(one.path, path))?.text ?? null,
    keep: (path, text, fault) => editing?.dispatch({ type: "unfinished", unfinished: { nodeId, path, text, fault } }),
    settle: (path) => editing?.dispatch({ type: "finished", nodeId, path }),
  };
}

function idFault(definition: FlowDefinition, now: string, id: string): string | null {
  if (id.trim() === "") return "A node needs an id.";
  if (id.length > 200) return "An id has at most 200 characters.";
  return id !== now && definition.nodes.some((other) => other.id === id) ? `Another node has the id ${id}.` : null;
}
