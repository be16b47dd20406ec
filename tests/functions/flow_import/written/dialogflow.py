"""An agent of Dialogflow CX: the files of its zip file, written by hand."""

from __future__ import annotations

from typing import Any

CX: dict[str, Any] = {
    "agent.json": {"displayName": "Hotel", "defaultLanguageCode": "en", "startFlow": "Default Start Flow"},
    "flows/Default Start Flow/Default Start Flow.json": {
        "name": "0000",
        "displayName": "Default Start Flow",
        "transitionRoutes": [
            {
                "intent": "Default Welcome Intent",
                "triggerFulfillment": {"messages": [{"text": {"text": ["Welcome!", "Hi!"]}, "languageCode": "en"}]},
                "name": "r0",
            },
            {"intent": "book", "triggerFulfillment": {}, "targetPage": "Booking", "name": "r1"},
            {"intent": "pay", "targetFlow": "Payment", "name": "r2"},
        ],
        "eventHandlers": [
            {
                "event": "sys.no-match-default",
                "triggerFulfillment": {"messages": [{"text": {"text": ["Once more, please?"]}}]},
            },
            {"event": "sys.no-input-default", "targetPage": "END_SESSION", "triggerFulfillment": {}},
            {"event": "custom", "triggerFulfillment": {}},
        ],
        "nluSettings": {"modelType": "MODEL_TYPE_ADVANCED"},
    },
    "flows/Default Start Flow/pages/Booking.json": {
        "name": "page-1",
        "displayName": "Booking",
        "entryFulfillment": {"messages": [{"outputAudioText": {"ssml": "<speak>Good.</speak>"}}]},
        "form": {
            "parameters": [
                {
                    "displayName": "day",
                    "entityType": "@sys.date",
                    "required": True,
                    "fillBehavior": {
                        "initialPromptFulfillment": {"messages": [{"text": {"text": ["Which day?"]}}]},
                        "repromptEventHandlers": [
                            {
                                "event": "sys.no-match-1",
                                "triggerFulfillment": {"messages": [{"text": {"text": ["A day, please."]}}]},
                            }
                        ],
                    },
                },
                {"displayName": "room", "entityType": "@room", "required": True, "fillBehavior": {}},
                {"displayName": "wish", "entityType": "@sys.any"},
            ]
        },
        "transitionRoutes": [
            {
                "condition": '$page.params.status = "FINAL" AND $session.params.room != null',
                "triggerFulfillment": {
                    "messages": [{"text": {"text": ["Booked for $session.params.day."]}}],
                    "webhook": "Book it",
                    "tag": "book",
                    "setParameterActions": [
                        {"parameter": "$flow.count", "value": "$sys.func.ADD($flow.count, 1)"},
                        {"parameter": "state", "value": "done"},
                    ],
                    "conditionalCases": [
                        {
                            "cases": [
                                {
                                    "condition": "$session.params.room = suite",
                                    "caseContent": [{"message": {"text": {"text": ["Enjoy the suite!"]}}}],
                                },
                                {"caseContent": [{"message": {"text": {"text": ["Enjoy!"]}}}]},
                            ]
                        }
                    ],
                },
                "targetPage": "END_SESSION",
            },
            {"condition": "$sys.func.MAGIC($session.params.x)", "targetPage": "Start Page"},
        ],
    },
    "flows/Payment/Payment.json": {
        "displayName": "Payment",
        "transitionRoutes": [{"condition": "true", "targetPage": "Card"}],
    },
    "flows/Payment/pages/Card.json": {
        "displayName": "Card",
        "entryFulfillment": {"messages": [{"text": {"text": ["Paid."]}}]},
        "transitionRoutes": [{"condition": "true", "targetPage": "End Flow"}],
    },
    "intents/book/book.json": {"displayName": "book", "numTrainingPhrases": 1},
    "intents/book/trainingPhrases/en.json": {
        "trainingPhrases": [
            {"parts": [{"text": "book "}, {"text": "a room", "parameterId": "room"}], "languageCode": "en"}
        ]
    },
    "intents/pay/pay.json": {"displayName": "pay"},
    "intents/pay/trainingPhrases/en.json": {"trainingPhrases": [{"parts": [{"text": "pay"}]}]},
    "intents/unused/unused.json": {"displayName": "unused"},
    "intents/unused/trainingPhrases/en.json": {"trainingPhrases": [{"parts": [{"text": "never"}]}]},
    "entityTypes/room/room.json": {"displayName": "room", "kind": "KIND_MAP"},
    "entityTypes/room/entities/en.json": {
        "entities": [
            {"value": "suite", "synonyms": ["suite", "the big one"]},
            {"value": "single", "synonyms": ["single"]},
        ]
    },
    "webhooks/Book it.json": {
        "displayName": "Book it",
        "genericWebService": {
            "uri": "https://hotel.example.com/book",
            "webhookType": "FLEXIBLE",
            "httpMethod": "POST",
            "requestBody": '{"day": "$session.params.day"}',
            "parameterMapping": [{"key": "$flow.number", "value": "$.number"}],
            "requestHeaders": {"X-Hotel": "1"},
        },
        "timeout": {"seconds": 5},
    },
    "playbooks/p/p.json": {"displayName": "p"},
}
