"""The dictionaries that payloads are packed with. A dictionary never changes: a test compares their digests.

A dictionary is text that a payload is likely to repeat. The likeliest text comes last, where back references are short.
These dictionaries hold the field names and ordinary values of functions/records.py and flow_core, and no words of any
language.
"""

from __future__ import annotations

FIRST = (
    b'"conditions":"choice","content":"","interrupted":true,"kind":"ExchangeMissed","reply_turn_id":"","heard":"",'
    b'"kind":"ReplyInterrupted","digits":"","kind":"CallerKeyed","kind":"CallerStayedSilent","kind":"WentOn"'
    b'"variables":{},"caller_spoke":false,"kind":"SessionBegan","error":"","kind":"ToolFailed","kind":"ModelFailed"'
    b'"effect_id":"session_","status":200,"headers":{"content-type":"application/json"},"body":{"","kind":"ToolAnswered"'
    b'"text":"","extracted":{},"input_tokens":,"output_tokens":,"kind":"ModelReplied"'
    b'"claim":{"call":{"turn_id":"","user_input":"","dtmf":null,"no_input":false,"variables":{},"interrupted":null,"missed":[],'
    b'"user_id":null},"effect_id":"","until":17,"events":[],"runner":"'
    b'"completed":true,"failed","abandoned","pending","active","transfer","to":"","mode":"cold"},"hangup"},"continue"},"message",'
    b'"form","confirm","tool","llm","subflow","transfer","end","start"'
    b'{"session_id":"session_","organization_id":"","flow_id":"","pin":{"version":1,"revision":1},"room_name":"phone-'
    b'audio-test-chat-test-","created_at":17,"updated_at":17,"state":{"session":{"id":"session_","channel":"phone",'
    b'"started_at":17,"caller_number":"+1","called_number":"+1","caller_number":null,"called_number":null},"status":"waiting",'
    b'"node_id":"","visit":{"misses":0,"silences":0,"replies":0},"awaiting":null,"action":{"no_input_seconds":8.0,'
    b'"interruptible":true,"type":"listen"},"variables":{"'
    b'"}],"response":"","outcome":null,"turn":,"turn_id":"","steps":,"progress":{"nodes_run":2,"asked":[],"heard":true,'
    b'"caller_follows":false}},"version":,"turns":,"recent":["'
    b'"],"claim":null,"agent_id":null,"user_id":null,"given_variables":{},"test_metadata":{"test_mode":"chat","identity":"'
    b'test-user-17","test_metadata":null}'
    b'{"turn_id":"","number":,"previous":"","at":17,"events":[{"turn_id":"","at":17,"seed":,"overran":[],"text":"",'
    b'"kind":"CallerSpoke"}],"reply":"{\\"sessionId\\":\\"session_\\",\\"turnId\\":\\"\\",\\"status\\":\\"waiting\\",'
    b'\\"currentNodeId\\":\\"\\",\\"response\\":\\"\\",\\"completed\\":false,\\"action\\":{\\"type\\":\\"listen\\",'
    b'\\"noInputSeconds\\":8.0,\\"interruptible\\":true}}",'
    b'"interrupted":null,"input":"","response":"","action":{"type":"listen","noInputSeconds":8.0,"interruptible":true},'
    b'"nodes":[{"node_id":"","type":"elicitation","outcome":"default","millis":0.},{"node_id":"","type":"decision",'
    b'"outcome":"default","millis":0.},{"node_id":"","type":"elicitation","outcome":"listen","millis":0.}],'
    b'"decisions":[{"node_id":"","condition_id":"","value":true,"error":null},{"node_id":"","condition_id":"","value":false,'
    b'"error":null}],"effects":[{"kind":"","node_id":"","millis":,"ok":true,"error":null,"input_tokens":null,'
    b'"output_tokens":null}],"changed":{"'
    b'"messages":[{"role":"user","content":"","turn_id":""},{"role":"assistant","content":"","turn_id":""}'
)
