/** The calls that a report counts, and its exports. */
import { useMutation } from "@tanstack/react-query";
import { asFailure } from "../../api/failure";
import { exportReport, readReport, type ExportRows, type ReportQuery } from "../../api/reports";
import type { Report } from "../../api/types";
import { texts } from "../../texts";
import { FailureNotice } from "../../ui/FailureNotice";
import { Field } from "../../ui/Field";
import { Menu } from "../../ui/Menu";
import { saveFile } from "../../ui/save-file";
import { CHANNELS, DAYS, namesIn, type Choice } from "../model/report-choice";
import styles from "./report.module.css";

interface Props {
  flowId: string;
  choice: Choice;
  query: ReportQuery;
  /** All calls of the period, whose versions, agents and numbers can be chosen. Undefined while they load. */
  all: Report | undefined;
  /** Empty: any. */
  onChoose: (name: string, value: string) => void;
}

const ROWS: readonly ExportRows[] = ["sessions", "outcomes", "nodes", "errors"];

export function ReportFilters({ flowId, choice, query, all, onChoose }: Props) {
  const words = texts.versions.report;
  const saving = useMutation({
    mutationFn: async (rows: ExportRows | null) => {
      if (rows === null) {
        const report = await readReport(flowId, query);
        saveFile(`report-${flowId}.json`, `${JSON.stringify(report, null, 2)}\n`, "application/json");
      } else {
        saveFile(`report-${flowId}-${rows}.csv`, await exportReport(flowId, query, rows), "text/csv");
      }
    },
  });
  const chosen = (name: string | null) => (name === null ? {} : { [name]: true });
  const filters: readonly Filter[] = [
    {
      name: "version",
      label: words.versionFilter,
      any: words.anyVersion,
      value: choice.version,
      options: namesIn(all?.byVersion, chosen(choice.version)).map((name) => [name, words.version(name)]),
    },
    {
      name: "channel",
      label: words.channel,
      any: words.anyChannel,
      value: choice.channel,
      options: CHANNELS.map((name) => [name, words.channels[name]]),
    },
    {
      name: "agent",
      label: words.agent,
      any: words.anyAgent,
      value: choice.agent,
      options: namesIn(all?.byAgent, chosen(choice.agent)).map((name) => [name, name]),
    },
    {
      name: "number",
      label: words.number,
      any: words.anyNumber,
      value: choice.number,
      options: namesIn(all?.byNumber, chosen(choice.number)).map((name) => [name, name]),
    },
  ];
  return (
    <>
      <div className={styles.form}>
        <Field label={words.period}>
          {(control) => (
            <select {...control} value={choice.days} onChange={({ target }) => onChoose("days", target.value)}>
              {DAYS.map((number) => (
                <option key={number} value={number}>
                  {words.days(number)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {filters.map((filter) =>
          // A flow without phone calls has no agents and no numbers.
          filter.options.length === 0 ? null : <FilterField key={filter.name} filter={filter} onChoose={onChoose} />,
        )}
        <div className={styles.export}>
          <Menu
            label={words.export.label}
            items={[
              ...ROWS.map((rows) => ({ ...words.export.rows[rows], onSelect: () => saving.mutate(rows) })),
              { ...words.export.json, onSelect: () => saving.mutate(null) },
            ]}
          />
        </div>
      </div>
      {saving.error === null ? null : <FailureNotice failure={asFailure(saving.error)} onAgain={null} />}
    </>
  );
}

interface Filter {
  name: string;
  label: string;
  any: string;
  value: string | null;
  options: readonly (readonly [string, string])[];
}

function FilterField({ filter, onChoose }: { filter: Filter; onChoose: Props["onChoose"] }) {
  const { name, label, any, value, options } = filter;
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} value={value ?? ""} onChange={({ target }) => onChoose(name, target.value)}>
          <option value="">{any}</option>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
