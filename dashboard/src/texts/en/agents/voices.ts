/** Texts of the choice of a voice. */
import { count } from "../plural";

export const voices = {
  hint: "A name of the engine that speaks. If empty, the worker chooses a voice.",
  default: (voice: string | null) => (voice === null ? "The worker's choice" : `The worker's choice: ${voice}`),
  some: (number: number, language: string) =>
    `${count(number, "voice")} for calls in ${language}. If empty, the worker chooses one.`,
  none: (language: string) => `No known voice speaks ${language}. Choose another language, or type a name.`,
  unknown: (voice: string, language: string) =>
    `${voice} is not among the known voices for ${language}. The agent is saved with it, and calls may fail to speak.`,
  female: "female",
  male: "male",
  hear: "Hear it",
  stop: "Stop",
  asking: "Preparing the voice…",
  playing: (voice: string) => `${voice} speaks.`,
  unplayed: "The browser has not played the sound. Allow sound for this page, and try again.",
};
