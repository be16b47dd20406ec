/** The voice of an agent: those of its language are suggested, any other can be typed, and each can be heard. */
import { useQuery } from "@tanstack/react-query";
import { listVoices, voiceKeys, type VoiceList } from "../../api/calls/voices";
import { texts } from "../../texts";
import { Field } from "../../ui/Field";
import { nameOfLanguage, Suggested } from "../../ui/Suggested";
import { HearVoice } from "./HearVoice";
import { useSpokenLanguage, type Speaker } from "./spoken-language";
import styles from "./voice.module.css";

/** A list is read for a whole tag, not for each letter of it. */
const isTag = (language: string) => /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(language);

interface Props {
  speaker: Speaker;
  voice: string;
  error: string | undefined;
  onVoice: (voice: string) => void;
}

export function VoiceField({ speaker, voice, error, onVoice }: Props) {
  const words = texts.voices;
  const spoken = useSpokenLanguage(speaker);
  const { data: list } = useQuery({
    queryKey: voiceKeys.of(spoken ?? ""),
    queryFn: () => listVoices(spoken ?? ""),
    enabled: spoken !== null && isTag(spoken),
    staleTime: 600_000,
    retry: false,
  });
  const voices = list?.voices ?? [];
  const described = new Map(voices.map((each) => [each.id, each]));
  const nameOf = (id: string) => {
    const { language, gender } = described.get(id) ?? {};
    const said = [language === undefined ? "" : nameOfLanguage(language), gender === undefined ? "" : words[gender]];
    return said.filter(Boolean).join(", ");
  };
  return (
    <Field label={texts.agents.form.voice} hint={hintOf(list, spoken, voice.trim())} error={error}>
      {(control) => (
        <span className={styles.field}>
          <Suggested
            {...control}
            value={voice}
            maxLength={200}
            spaces
            placeholder={words.default(list?.default ?? null)}
            options={voices.map(({ id }) => id)}
            nameOf={nameOf}
            onValue={onVoice}
          />
          {(list?.missing ?? null) === null ? <HearVoice speaker={speaker} voice={voice.trim()} /> : null}
        </span>
      )}
    </Field>
  );
}

function hintOf(list: VoiceList | undefined, language: string | null, voice: string): string {
  const words = texts.voices;
  if (list === undefined || language === null) return words.hint;
  if (list.missing !== null) return `${words.hint} ${list.missing}`;
  const name = nameOfLanguage(language);
  if (voice !== "" && !list.voices.some(({ id }) => id === voice)) return words.unknown(voice, name);
  return list.voices.length === 0 ? words.none(name) : words.some(list.voices.length, name);
}
