import asyncio, subprocess, time, warnings
from livekit import api
def test_sip(livekit_sip):
    warnings.simplefilter("ignore")
    async def go():
        async with api.LiveKitAPI(livekit_sip.stack.url, "devkey", "secret") as lk:
            t = await lk.sip.create_inbound_trunk(api.CreateSIPInboundTrunkRequest(trunk=api.SIPInboundTrunkInfo(name="t", numbers=["+15550100"])))
            r = await lk.sip.create_dispatch_rule(api.CreateSIPDispatchRuleRequest(dispatch_rule=api.SIPDispatchRuleInfo(name="r", trunk_ids=[t.sip_trunk_id], rule=api.SIPDispatchRule(dispatch_rule_individual=api.SIPDispatchRuleIndividual(room_prefix="call-")))))
            print(subprocess.run(["bash","-c","ss -lntup | grep livekit-sip; ss -nup | grep livekit-sip"],capture_output=True,text=True).stdout)
            p = await asyncio.to_thread(subprocess.Popen, ["sipp","-sn","uac","-s","+15550100","-m","1","-d","4000","-i","127.0.0.1","-timeout","20s","-trace_msg","-message_file","/tmp/mine/lk/siptest/msg.log", livekit_sip.address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            seen=None
            for _ in range(100):
                for room in (await lk.room.list_rooms(api.ListRoomsRequest())).rooms:
                    if room.name.startswith("call-"):
                        ps=(await lk.room.list_participants(api.ListParticipantsRequest(room=room.name))).participants
                        if ps: seen=(room.name,[(x.identity,x.kind,dict(x.attributes)) for x in ps])
                if p.poll() is not None: break
                await asyncio.sleep(.2)
            print("SEEN", seen, "sipp", p.wait())
            assert seen and p.returncode==0
    asyncio.run(go())
