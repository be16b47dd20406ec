/** What a node has to do with the failures of other nodes: it can be the one that they lead to. */
import type { FlowDefinition, FlowNode } from "../../api/types";
import { connectFailures, failuresFor, setSetting } from "../../flow/definition/edits";
import { onFailureOf } from "../../flow/definition/exits";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import type { Draft } from "../draft/useDraft";
import styles from "./Failures.module.css";

interface Props {
  node: FlowNode;
  definition: FlowDefinition;
  draft: Draft;
}

export function Failures({ node, definition, draft }: Props) {
  if (node.type === "start") return null;
  const words = texts.editor.failures;
  const open = failuresFor(definition, node.id).length;
  const here = onFailureOf(definition) === node.id;
  const setHere = (on: boolean) => draft.edit((newest) => setSetting(newest, "onFailure", on ? node.id : undefined));
  return (
    <fieldset className={styles.failures}>
      <legend>{words.title}</legend>
      <label className={styles.here}>
        <input type="checkbox" checked={here} onChange={(event) => setHere(event.target.checked)} />
        {words.here}
      </label>
      <p className={styles.hint}>{words.hereHint}</p>
      <Button
        small
        className={styles.connect}
        disabled={open === 0}
        onClick={() => draft.edit((newest) => connectFailures(newest, node.id))}
      >
        {words.connect(open)}
      </Button>
    </fieldset>
  );
}
