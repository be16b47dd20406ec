/** The settings of the organization: webhook, privacy, language, transfers, and secrets that nobody can read. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { Restricted } from "../access/Restricted";
import { asFailure } from "../api/failure";
import { organizationKeys, readSettings } from "../api/organization";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { buttonClass } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import styles from "./organization.module.css";
import { DeliveriesPart } from "./settings/DeliveriesPart";
import { SecretsPart } from "./settings/SecretsPart";
import { SettingsFormPart } from "./settings/SettingsFormPart";
import { SigningPart } from "./settings/SigningPart";

export default function SettingsPage() {
  const words = texts.settings;
  // The form holds what a person writes: a refetch would not reach it.
  const settings = useQuery({
    queryKey: organizationKeys.settings,
    queryFn: readSettings,
    refetchOnWindowFocus: false,
  });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <Link href={paths.apiKeys} className={buttonClass()}>
          {texts.apiKeys.title}
        </Link>
      </div>
      <ReadOnlyNotice need="PUT /api/settings" />
      {settings.error === null ? null : (
        <FailureNotice failure={asFailure(settings.error)} onAgain={() => void settings.refetch()} />
      )}
      {settings.data === undefined ? (
        settings.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : null
      ) : (
        <>
          <Restricted need="PUT /api/settings">
            <SettingsFormPart settings={settings.data} />
          </Restricted>
          <Restricted need="PUT /api/settings/webhook/secret">
            <SigningPart />
          </Restricted>
          <DeliveriesPart />
          <Restricted need="PUT /api/settings/secrets/{name}">
            <SecretsPart />
          </Restricted>
        </>
      )}
    </div>
  );
}
