/** A modal dialog with a form. */
import { useId, type ReactNode } from "react";
import { texts } from "../texts";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  /** One sentence under the title. */
  description: string;
  /** The label of the button that submits the form. */
  submit: string;
  busy: boolean;
  onSubmit: () => void;
  onClose: () => void;
  /** The fields. */
  children: ReactNode;
  /** What stands below the form, such as why it was not saved. */
  after?: ReactNode;
  /** A button between the two of the form. */
  other?: ReactNode;
}

export function FormDialog({ title, description, submit, busy, onSubmit, onClose, children, after, other }: Props) {
  const form = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          {other}
          <Button kind="primary" type="submit" form={form} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
      </form>
      {after}
    </Dialog>
  );
}
