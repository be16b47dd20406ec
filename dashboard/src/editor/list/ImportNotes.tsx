/** What an import of another product's flow leaves out or changes, each with its place in the file. */
import type { ImportedFlow } from "../../api/types";
import { texts } from "../../texts";
import { Notice } from "../../ui/Notice";
import styles from "./list.module.css";

export function ImportNotes({ imported }: { imported: ImportedFlow }) {
  const words = texts.flowList.importDialog;
  const lost = imported.notes.filter((note) => note.kind === "lost").length;
  const title = words.summary(
    words.kinds[imported.kind],
    [imported, ...imported.inner].reduce((sum, { definition }) => sum + definition.nodes.length, 0),
    lost,
    imported.notes.length - lost,
  );
  return (
    <Notice kind={lost > 0 ? "warning" : "info"} title={title}>
      {imported.notes.length === 0 ? null : (
        // Focusable: a list that scrolls has to scroll with the keyboard too.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul className={`${styles.problems ?? ""} ${styles.notes ?? ""}`} aria-label={title} tabIndex={0}>
          {imported.notes.map((note, index) => (
            <li key={index}>
              {words.note[note.kind]}: <code>{note.place || words.wholeFile}</code> {note.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
