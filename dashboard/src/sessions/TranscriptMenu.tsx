/** Saves the conversation of a session as a file. */
import { useMutation } from "@tanstack/react-query";
import { asFailure, type ApiFailure } from "../api/failure";
import { readTranscript, type TranscriptFormat } from "../api/reports";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Menu } from "../ui/Menu";
import { saveFile } from "../ui/save-file";

const words = texts.sessions.transcript;

const FILES: Readonly<Record<TranscriptFormat, { ending: string; type: string }>> = {
  text: { ending: "txt", type: "text/plain" },
  json: { ending: "json", type: "application/json" },
  vtt: { ending: "vtt", type: "text/vtt" },
};
const FORMATS = ["text", "json", "vtt"] as const;

interface SavingTranscript {
  save: (format: TranscriptFormat) => void;
  failure: ApiFailure | null;
}

export function useTranscript(sessionId: string): SavingTranscript {
  const saving = useMutation({
    mutationFn: async (format: TranscriptFormat) => {
      const { ending, type } = FILES[format];
      saveFile(`${sessionId}.${ending}`, await readTranscript(sessionId, format), type);
    },
  });
  return { save: saving.mutate, failure: saving.error === null ? null : asFailure(saving.error) };
}

export function TranscriptMenu({ saving: { save } }: { saving: SavingTranscript }) {
  return (
    <Menu
      small
      label={words.label}
      items={FORMATS.map((format) => ({ ...words.formats[format], onSelect: () => save(format) }))}
    />
  );
}

export function TranscriptNotSaved({ saving: { failure } }: { saving: SavingTranscript }) {
  return failure === null ? null : <FailureNotice failure={failure} onAgain={null} />;
}
