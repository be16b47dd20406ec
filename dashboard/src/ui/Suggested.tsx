/** A text field that suggests values and takes any; and the suggestions for languages and time zones. */
import { useId } from "react";
import { texts } from "../texts";

interface Props {
  id: string;
  disabled?: boolean;
  value: string;
  placeholder: string;
  maxLength?: number;
  /** Values may have spaces. The caller then trims them. */
  spaces?: boolean;
  options: readonly string[];
  nameOf?: (option: string) => string;
  onValue: (value: string) => void;
}

export function Suggested({ options, nameOf, onValue, spaces, ...control }: Props) {
  const list = useId();
  return (
    <>
      <input
        {...control}
        list={list}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onValue(spaces === true ? event.target.value : event.target.value.trim())}
      />
      <datalist id={list}>
        {options.map((option) => (
          <option key={option} value={option}>
            {nameOf?.(option)}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** The languages that a person can choose from. Another region of the same languages can be typed. */
export const LANGUAGES = [
  "en-US",
  "en-GB",
  "es-ES",
  "es-MX",
  "fr-FR",
  "fr-CA",
  "de-DE",
  "it-IT",
  "pt-PT",
  "pt-BR",
  "nl-NL",
];

/** The name of a language tag; the tag itself if it is not one. */
export function nameOfLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames([texts.common.locale], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The names of the IANA database that this browser knows. */
export function timeZones(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}
