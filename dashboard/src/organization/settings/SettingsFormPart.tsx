/** The form of the settings. One press saves all of them. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { listSecrets, organizationKeys, saveSettings, type Settings } from "../../api/organization";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import styles from "../organization.module.css";
import { ChangeResult } from "./ChangeResult";
import { Check } from "./Check";
import { bodyOf, EVENTS, formOf, messageAt, REDACTED, wrongIn, type SettingsForm } from "./settings-form";
import { TestDelivery } from "./TestDelivery";
import { TextField } from "./TextField";
import { useChange } from "./useChange";

const ZONES = Intl.supportedValuesOf("timeZone");

export function SettingsFormPart({ settings }: { settings: Settings }) {
  const words = texts.settings;
  const client = useQueryClient();
  const zones = useId();
  const [saved, setSaved] = useState(() => formOf(settings));
  const [form, setForm] = useState(saved);
  const [shown, setShown] = useState(false);
  const change = useChange();
  const secrets = useQuery({ queryKey: organizationKeys.secrets, queryFn: listSecrets });
  const set = (part: Partial<SettingsForm>) => setForm((before) => ({ ...before, ...part }));
  const wrong = wrongIn(form);
  const said = (field: string) => messageAt(change.failure?.problems ?? [], field);
  const changed = JSON.stringify(form) !== JSON.stringify(saved);
  const transferFields = [
    ["countries", words.transfers.countriesHint],
    ["prefixes", words.transfers.prefixesHint],
    ["sipDomains", words.transfers.sipDomainsHint],
  ] as const;
  const submit = async () => {
    setShown(true);
    if (wrong.size > 0) return;
    await change.run(async () => {
      const now = formOf(await saveSettings(bodyOf(form)));
      setSaved(now);
      setForm(now);
      await client.invalidateQueries({ queryKey: organizationKeys.audit });
    }, words.saved);
  };
  return (
    <form
      noValidate
      className={styles.form}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <section className={styles.part} aria-labelledby="webhook">
        <h2 id="webhook">{words.webhook.title}</h2>
        <p className={styles.soft}>{words.webhook.intro}</p>
        {secrets.data?.operatorsWebhook === true && form.url.trim() === "" ? (
          <Notice kind="info" title={words.webhook.operators} />
        ) : null}
        <TextField
          label={words.webhook.url}
          hint={words.webhook.urlHint}
          error={said("webhook.url")}
          type="url"
          inputMode="url"
          value={form.url}
          onValue={(url) => set({ url })}
        />
        <fieldset className={styles.group}>
          <legend>{words.webhook.events}</legend>
          <div className={styles.checks}>
            {EVENTS.map((event) => (
              <Check
                key={event}
                label={words.webhook.kinds[event]}
                value={form.events.includes(event)}
                onValue={(on) => set({ events: toggled(EVENTS, form.events, event, on) })}
              />
            ))}
          </div>
          {form.events.includes("session.turn") ? <p className={styles.small}>{words.webhook.turnsHint}</p> : null}
          {shown && wrong.has("events") ? <p className={styles.error}>{words.webhook.noEvents}</p> : null}
        </fieldset>
        <TestDelivery ready={saved.url !== "" || secrets.data?.operatorsWebhook === true} unsaved={changed} />
      </section>
      <section className={styles.part} aria-labelledby="privacy">
        <h2 id="privacy">{words.privacy.title}</h2>
        <TextField
          label={words.privacy.days}
          hint={words.privacy.daysHint}
          error={shown && wrong.has("days") ? words.privacy.daysWrong : said("retentionDays")}
          inputMode="numeric"
          value={form.days}
          onValue={(days) => set({ days })}
        />
        <fieldset className={styles.group}>
          <legend>{words.privacy.redact}</legend>
          <div className={styles.checks}>
            {REDACTED.map((kind) => (
              <Check
                key={kind}
                label={words.privacy.kinds[kind]}
                value={form.redact.includes(kind)}
                onValue={(on) => set({ redact: toggled(REDACTED, form.redact, kind, on) })}
              />
            ))}
          </div>
        </fieldset>
      </section>
      <section className={styles.part} aria-labelledby="locale">
        <h2 id="locale">{words.locale.title}</h2>
        <div className={styles.two}>
          <TextField
            label={words.locale.language}
            hint={words.locale.languageHint}
            error={said("language")}
            value={form.language}
            onValue={(language) => set({ language })}
          />
          <TextField
            label={words.locale.zone}
            hint={words.locale.zoneHint}
            error={said("timeZone")}
            list={zones}
            value={form.timeZone}
            onValue={(timeZone) => set({ timeZone })}
          />
          <datalist id={zones}>
            {ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      </section>
      <section className={styles.part} aria-labelledby="transfers">
        <h2 id="transfers">{words.transfers.title}</h2>
        <p className={styles.soft}>{words.transfers.intro}</p>
        {transferFields.map(([name, hint]) => (
          <TextField
            key={name}
            label={words.transfers[name]}
            hint={hint}
            error={said(`transfers.${name}`)}
            value={form[name]}
            onValue={(value) => set({ [name]: value })}
          />
        ))}
      </section>
      <ChangeResult change={change} />
      <div className={styles.row}>
        <Button kind="primary" type="submit" busy={change.busy}>
          {words.save}
        </Button>
        {changed ? <span className={styles.soft}>{words.unsaved}</span> : null}
      </div>
    </form>
  );
}

/** The chosen entries with or without one of them, in their fixed order. */
function toggled<T>(order: readonly T[], chosen: readonly T[], entry: T, on: boolean): readonly T[] {
  return order.filter((each) => (each === entry ? on : chosen.includes(each)));
}
