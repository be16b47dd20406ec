/** The button that lets a person hear the voice of an agent, with what it does at present. */
import { useId } from "react";
import { MayButton } from "../../access/MayButton";
import { previewVoice } from "../../api/calls/voices";
import { texts } from "../../texts";
import { useReadLanguage, type Speaker } from "./spoken-language";
import { usePreview, type PreviewState } from "./usePreview";
import styles from "./voice.module.css";

interface Props {
  speaker: Speaker;
  /** Empty for the voice of an agent that names none. */
  voice: string;
  /** The agent, where a page has several. */
  of?: string;
  small?: boolean;
}

export function HearVoice({ speaker, voice, of, small = false }: Props) {
  const words = texts.voices;
  const id = useId();
  const read = useReadLanguage(speaker);
  const subject = JSON.stringify([speaker.flowId, speaker.language, voice]);
  const { state, start, stop } = usePreview(subject, async () => previewVoice(await read(), voice));
  const on = state.kind === "asking" || state.kind === "playing";
  const bad = state.kind === "failed" || state.kind === "unplayed";
  return (
    <span className={styles.hear}>
      <MayButton
        need="POST /api/voices/preview"
        small={small}
        className={styles.button}
        aria-busy={state.kind === "asking"}
        aria-label={of === undefined ? undefined : texts.agents.ofAgent(on ? words.stop : words.hear, of)}
        aria-describedby={id}
        onClick={on ? stop : start}
      >
        <span aria-hidden="true">{on ? "■" : "▶"}</span> {on ? words.stop : words.hear}
      </MayButton>
      <span id={id} role="status" className={bad ? styles.bad : styles.said}>
        {sentenceOf(state)}
      </span>
    </span>
  );
}

function sentenceOf(state: PreviewState): string {
  const words = texts.voices;
  switch (state.kind) {
    case "quiet":
      return "";
    case "asking":
      return words.asking;
    case "playing":
      return words.playing(state.voice);
    case "unplayed":
      return words.unplayed;
    case "failed":
      return `${state.failure.title} ${state.failure.remedy}`.trim();
  }
}
