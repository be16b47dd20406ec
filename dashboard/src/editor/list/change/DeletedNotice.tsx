/** Says that a flow was deleted, and brings it back at a press. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { asFailure } from "../../../api/failure";
import { keys } from "../../../api/flows";
import { paths } from "../../../nav/paths";
import { texts } from "../../../texts";
import { Button } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { storeUnsaved } from "../../draft/unsaved";
import styles from "../list.module.css";
import { ChangeFailure } from "./ChangeFailure";
import { bringBack, type Deleted } from "./deletion";

interface Props {
  deleted: Deleted;
  onBack: () => void;
  onClose: () => void;
}

export function DeletedNotice({ deleted, onBack, onClose }: Props) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const [saved, setSaved] = useState(false);
  const words = texts.flowList.remove;
  const { flowId, name, latestVersion, definition } = deleted;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the dialog has given the focus back to a row that is gone.
    const timer = setTimeout(() => place.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const returning = useMutation({
    mutationFn: () => bringBack(deleted, saved, () => setSaved(true)),
    onSettled: () => {
      client.removeQueries({ queryKey: keys.flow(flowId) });
      void client.invalidateQueries({ queryKey: keys.flows });
    },
    onSuccess: (done) => {
      if (done) onBack();
    },
  });
  const failure = returning.error === null ? null : asFailure(returning.error);
  const refused = failure !== null && failure.problems.length > 0 && !saved;
  const open = () => {
    const unsaved = { definition, unfinished: [], revision: 0, at: new Date().toISOString() };
    if (storeUnsaved(flowId, unsaved)) go(paths.flow(flowId));
  };
  return (
    <div ref={place} tabIndex={-1} className={styles.deleted}>
      <Notice
        kind="info"
        title={words.done(name)}
        actions={
          <>
            {refused ? (
              <Button small onClick={open}>
                {texts.flowList.importDialog.openUnsaved}
              </Button>
            ) : null}
            <Button small busy={returning.isPending} onClick={() => returning.mutate()}>
              {words.undo}
            </Button>
            <Button small kind="quiet" onClick={onClose}>
              {texts.common.dismiss}
            </Button>
          </>
        }
      >
        {latestVersion === null ? words.undoHint : words.undoHintPublished}
      </Notice>
      {failure !== null ? <ChangeFailure failure={failure} title={words.notBack} /> : null}
      {returning.data === false ? <Notice kind="bad" title={words.takenAgain} /> : null}
    </div>
  );
}
