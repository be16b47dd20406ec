"""What a voice says to an author who gives no text, by language."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "da": "Hej, sådan lyder jeg i telefonen. Hvad kan jeg hjælpe med?",
    "de": "Guten Tag, so klinge ich am Telefon. Was kann ich für Sie tun?",
    "en": "Hello, this is how I sound on the phone. How can I help you?",
    "es": "Hola, así sueno por teléfono. ¿En qué puedo ayudarle?",
    "fr": "Bonjour, voici ma voix au téléphone. Comment puis-je vous aider ?",
    "it": "Buongiorno, questa è la mia voce al telefono. Come posso aiutarla?",
    "nl": "Goedendag, zo klink ik aan de telefoon. Waarmee kan ik u helpen?",
    "no": "Hei, slik høres jeg ut på telefonen. Hva kan jeg hjelpe deg med?",
    "pl": "Dzień dobry, tak brzmię przez telefon. W czym mogę pomóc?",
    "pt": "Olá, esta é a minha voz ao telefone. Em que posso ajudar?",
    "sv": "Hej, så här låter jag i telefon. Vad kan jag hjälpa dig med?",
}
"""A sentence of at most 200 characters, by the language of `voices.tags.parts_of`."""
