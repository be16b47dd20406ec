/** What a test call led to: the request, the answer, and the variables that it sets. */
import type { ToolTestResult } from "../../../api/types";
import { exitTitleOf } from "../../../flow/definition/exits";
import { texts } from "../../../texts";
import { Badge } from "../../../ui/Badge";
import { Notice } from "../../../ui/Notice";
import styles from "./ToolTest.module.css";

export function ToolAnswer({ result }: { result: ToolTestResult }) {
  const words = texts.editor.toolTest;
  const variables = Object.entries(result.variables);
  return (
    <div className={styles.answer} role="group" aria-label={words.answer}>
      <p className={styles.head} role="status">
        <Badge kind={result.exit === "error" ? "bad" : "good"}>
          {result.status === null ? words.noAnswer : words.status(result.status)}
        </Badge>
        {result.result === null ? <span>{words.exit(exitTitleOf("tool", result.exit))}</span> : null}
        <span className={styles.soft}>{words.millis(result.millis)}</span>
      </p>
      <p className={styles.request}>
        <code>
          {result.request.method} {result.request.url}
        </code>
      </p>
      {result.problem === null ? null : (
        <Notice kind="warning" title={words.problem(result.problem)}>
          {result.result === null ? words.problemHint : words.problemForModel}
        </Notice>
      )}
      {result.failed.map(({ field, error }) => (
        <Notice key={field} kind="warning" title={words.failed(field)}>
          {error}
        </Notice>
      ))}
      {result.status === null ? null : (
        <>
          <Shown title={words.body} text={typeof result.body === "string" ? result.body : json(result.body)} open />
          {result.result === null ? (
            <Shown title={words.headers(Object.keys(result.headers).length)} text={lines(result.headers)} />
          ) : null}
        </>
      )}
      {result.result === null ? null : <Shown title={words.forModel} text={result.result} open />}
      {variables.length === 0 ? null : <Shown title={words.variables} text={json(result.variables)} open />}
    </div>
  );
}

function Shown({ title, text, open = false }: { title: string; text: string; open?: boolean }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      <textarea
        readOnly
        className={styles.text}
        aria-label={title}
        value={text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}
      />
    </details>
  );
}

/** Characters of a body that the page shows: an answer can have a million. */
const MAX_SHOWN = 20_000;

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function lines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
