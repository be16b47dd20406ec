"""What a route, a page or an event does: it says something, sets parameters, calls a webhook."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.agent import Agent
from functions.flow_import.dialogflow.words import Words
from functions.flow_import.draft import Draft
from functions.flow_import.paths import path_expression
from functions.flow_import.requests import limit_of, method_of
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, joined


@dataclass(frozen=True, slots=True)
class Reader:
    """What all parts of an agent are read with."""

    draft: Draft
    agent: Agent
    words: Words

    def texts(self, fulfillment: Source | None) -> Pieces:
        """Return the words of a fulfillment as one text. What is no text is noted."""
        result: Pieces = ()
        if fulfillment is None:
            return result
        messages = fulfillment.objects("messages")
        spoken = [message for message in messages if message.get("text") is not None]
        for message in messages:
            language = message.text("languageCode")
            message.ignore("channel", "source", "responseType")
            if language and self.agent.language and language.split("-")[0] != self.agent.language.split("-")[0]:
                self.draft.lost(message, f'the words in the language "{language}"')
                message.whole()
                continue
            result = joined(result, self._message(message, silent=bool(spoken)), between=" ")
        return result

    def _message(self, message: Source, *, silent: bool) -> Pieces:
        text, audio = message.object("text"), message.object("outputAudioText")
        if text is not None:
            wordings = [each.as_text() for each in text.items("text")]
            text.ignore("allowPlaybackInterruption")
            if len(wordings) > 1:
                self.draft.changed(text, f"the first of {len(wordings)} wordings is said")
            return self.words.plain(text, wordings[0]) if wordings else ()
        if audio is not None:
            if silent:
                self.draft.lost(audio, "other words for the phone; those of the text are said")
                audio.whole()
                return ()
            audio.ignore("allowPlaybackInterruption")
            return self.words.plain(audio, audio.text("text") or audio.text("ssml"))
        for name in ("telephonyTransferCall", "endInteraction"):
            if message.get(name) is not None:
                # Read by `last`.
                return ()
        kind = next((key for key in message.fields if key not in ("languageCode", "channel")), "")
        self.draft.lost(message, f'a message of the type "{kind}" is not said')
        message.whole()
        return ()

    def say(self, chain: Chain, fulfillment: Source | None) -> None:
        """Add the nodes of a fulfillment."""
        if fulfillment is None:
            return
        _ = fulfillment.fields
        draft = self.draft
        assign: dict[str, Json] = {}
        for action in fulfillment.objects("setParameterActions"):
            value = action.get("value")
            name = action.text("parameter")
            formula = "null" if value is None else self.words.value(value)
            action.ignore("value") if value is None else None
            if formula is not None and name:
                assign[self.words.parameter(name)] = formula
        words = self.texts(fulfillment)
        if assign:
            chain.add("message", {"message": "", "assign": assign}, fulfillment, part="set", label="Set parameters")
        if words:
            chain.add("message", {"message": draft.template(words)}, fulfillment, part="say")
        for cases in fulfillment.objects("conditionalCases"):
            self._cases(chain, cases)
        webhook = fulfillment.text("webhook")
        if webhook:
            self._webhook(chain, fulfillment, webhook)
        fulfillment.ignore("tag", "returnPartialResponses")
        for message in fulfillment.objects("messages"):
            self._last(chain, message)

    def _last(self, chain: Chain, message: Source) -> None:
        """Add what ends a call."""
        transfer, end = message.object("telephonyTransferCall"), message.get("endInteraction")
        if (transfer is not None and chain.last is not None) or (transfer is not None and chain.first is None):
            number = transfer.text("phoneNumber")
            if number:
                chain.add("transfer", {"to": number}, message, part="transfer")
        elif end is not None:
            end.whole()
            if chain.last is not None or chain.first is None:
                chain.add("end", {}, message, part="end")

    def _cases(self, chain: Chain, cases: Source) -> None:
        """Add words that depend on conditions."""
        draft = self.draft
        conditions: list[Json] = []
        said: list[tuple[str, Pieces, Source]] = []
        otherwise: tuple[Pieces, Source] | None = None
        for number, case in enumerate(cases.objects("cases"), 1):
            words: Pieces = ()
            for content in case.objects("caseContent"):
                message = content.object("message")
                if message is not None:
                    message.ignore("languageCode", "channel")
                    words = joined(words, self._message(message, silent=False), between=" ")
                further = content.object("additionalCases")
                if further is not None:
                    draft.lost(further, "words that depend on conditions inside of others")
                    further.whole()
            text = case.text("condition").strip()
            if not text or text.lower() == "true":
                otherwise = otherwise or (words, case)
                continue
            formula = self.words.condition(case, text)
            if formula is not None and otherwise is None:
                conditions.append({"id": f"case{number}", "expression": formula, "label": text[:200]})
                said.append((f"case{number}", words, case))
        if not conditions:
            if otherwise is not None and otherwise[0]:
                chain.add("message", {"message": draft.template(otherwise[0])}, otherwise[1], part="say")
            return
        decision = chain.add("decision", {"conditions": conditions[:100]}, cases, part="case")
        after = draft.add("message", {"message": ""}, cases, f"{decision}-after", label="After the case")
        for name, words, case in said[:100]:
            words_id = draft.add("message", {"message": draft.template(words)}, case, f"{decision}-{name}")
            draft.edge(decision, name, words_id)
            draft.edge(words_id, "default", after)
        if otherwise is not None and otherwise[0]:
            words_id = draft.add("message", {"message": draft.template(otherwise[0])}, otherwise[1], f"{decision}-else")
            draft.edge(decision, "default", words_id)
            draft.edge(words_id, "default", after)
        else:
            draft.edge(decision, "default", after)
        chain.last, chain.exit = after, "default"

    def _webhook(self, chain: Chain, fulfillment: Source, reference: str) -> None:
        draft = self.draft
        name = self.agent.called(reference)
        webhook = self.agent.webhooks.get(name)
        service = None
        if webhook is not None:
            webhook.ignore("name", "displayName")
            service = webhook.object("genericWebService")
            directory = webhook.object("serviceDirectory")
            if service is None and directory is not None:
                service = directory.object("genericWebService")
        if service is None or webhook is None or not service.text("uri"):
            draft.lost(fulfillment, f'the webhook "{name}" has no address in the export')
            return
        request: dict[str, Json] = {
            "method": method_of(service.text("httpMethod")),
            "url": draft.template(self.words.pieces(service.text("uri")), 4000),
        }
        headers: dict[str, Json] = {
            key: draft.template(self.words.pieces(value)) for key, value in _pairs(service, "requestHeaders")
        }
        if headers:
            request["headers"] = headers
        tag = fulfillment.text("tag")
        body = service.text("requestBody")
        if body:
            request["body"] = draft.template(self.words.pieces(body))
        elif service.text("webhookType") != "FLEXIBLE":
            request["body"] = {"fulfillmentInfo": {"tag": tag}, "sessionInfo": {"session": "{{ session.id }}"}}
            text = "the webhook gets its tag and the session only; the words and parameters of its answer are not used"
            draft.changed(fulfillment, text)
        assign: dict[str, Json] = {}
        for key, value in _pairs(service, "parameterMapping"):
            assign[self.words.parameter(key)] = path_expression("response.body", value)
        data: dict[str, Json] = {"request": request}
        timeout = webhook.object("timeout")
        seconds = None if timeout is None else timeout.number("seconds")
        if seconds is not None and seconds > 0:
            data["timeoutSeconds"] = limit_of(seconds)
        if assign:
            data["assign"] = assign
        chain.add("tool", data, fulfillment, part="webhook", label=f"Webhook {name}"[:200])


def _pairs(source: Source, key: str) -> list[tuple[str, str]]:
    """Return names and values: of an object, or of a list of `{key, value}`."""
    if isinstance(source.fields.get(key), dict):
        return [(name, value.as_text()) for name, value in source.entries(key).items()]
    return [(each.text("key"), each.text("value")) for each in source.objects(key)]
