"""A page's microphone under the control of a test: it plays words that Piper synthesizes."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page

from testing.calls.speech import spoken
from testing.calls.voice_caller import as_wav

MICROPHONE = """
// Replaces the browser's function. It returns silence and the audio of window.speak. Each call gets a new track.
navigator.mediaDevices.getUserMedia = async () => {
  window.microphone ??= new AudioContext();
  window.voice ??= window.microphone.createMediaStreamDestination();
  await window.microphone.resume();
  return new MediaStream([window.voice.stream.getAudioTracks()[0].clone()]);
};
window.speak = async wav => {
  const bytes = Uint8Array.from(atob(wav), letter => letter.charCodeAt(0));
  const source = window.microphone.createBufferSource();
  source.buffer = await window.microphone.decodeAudioData(bytes.buffer);
  source.connect(window.voice);
  const said = new Promise(done => { source.onended = done; });
  source.start();
  await said;
};
"""
"""The script for Page.add_init_script."""


def say(page: Page, words: str) -> None:
    """Play the words. Return after the last sample has been sent."""
    # A separate thread runs Piper: an open browser has this thread's event loop.
    with ThreadPoolExecutor(1) as aside:
        wav = as_wav(aside.submit(spoken, words).result())
    page.evaluate("wav => window.speak(wav)", base64.b64encode(wav).decode())
