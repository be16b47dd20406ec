/** The search field of the list of flows, and the number of flows that it finds. */
import { texts } from "../../../texts";
import { Button } from "../../../ui/Button";
import { Field } from "../../../ui/Field";
import styles from "../list.module.css";
import type { FlowSearch } from "./useFlowSearch";

export function SearchField({ search }: { search: FlowSearch }) {
  const words = texts.flowList.search;
  return (
    <div className={styles.search}>
      <Field label={words.label}>
        {(control) => (
          <input
            {...control}
            type="search"
            value={search.text}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => search.setText(target.value)}
          />
        )}
      </Field>
      <div role="status" className={styles.found}>
        {!search.active || search.found === undefined
          ? null
          : search.more === null
            ? words.found(search.found.length)
            : words.foundOf(search.found.length, search.read)}
      </div>
      {search.active && search.more !== null ? (
        <Button small busy={search.reading} onClick={search.more}>
          {words.readMore}
        </Button>
      ) : null}
    </div>
  );
}
