/** Short names for the API's types. Each comes from the generated document. */
import type { components } from "./generated/openapi";

type Schemas = components["schemas"];

export type FlowSummary = Schemas["FlowSummary"];
export type FlowVersion = Schemas["FlowVersion"];
export type FlowRead = Schemas["FlowRead"];
export type FlowDefinition = Schemas["Flow"];
export type FlowNode = FlowDefinition["nodes"][number];
export type FlowEdge = NonNullable<FlowDefinition["edges"]>[number];
export type NodeType = FlowNode["type"];
export type Session = Schemas["Session"];
export type FoundSession = Schemas["FoundSessionItem"];
export type SessionStatus = Session["status"];
export type Turn = Session["turns"][number];
export type Utterance = Session["context"]["conversation"][number];
export type Decision = Turn["decisions"][number];
export type EffectRun = Turn["effects"][number];
export type NodeRun = Turn["nodes"][number];
export type ProcessReply = Schemas["ProcessReply"];
export type ImportedFlow = Schemas["ImportedFlow"];
export type ImportNote = Schemas["ImportNote"];
export type ToolTest = Schemas["ToolTestRequest"];
export type ToolList = Schemas["ToolListRequest"];
export type ServerTool = Schemas["ServerTool"];
export type ServerTools = Schemas["ServerTools"];
export type ToolTestResult = Schemas["ToolTestResult"];
export type TestRoom = Schemas["TestRoom"];
export type Agent = Schemas["Agent"];
export type AgentBody = Schemas["AgentBody"];
export type PhoneNumber = Schemas["PhoneNumber"];
export type Environment = Schemas["Environment"];
export type Gate = Schemas["Gate"];
export type GateResult = Schemas["GateResult"];
export type Replay = Schemas["Replay"];
/** A replay that goes on, or went on, after its request. */
export type ReplayJob = Schemas["ReplayJob"];
export type ReplayJobSummary = Schemas["ReplayJobSummary"];
export type Report = Schemas["FlowReport"];
export type SessionScores = Schemas["SessionScores"];
export type ReportPart = Schemas["ReportPart"];
export type OrganizationReport = Schemas["OrganizationReport"];
export type ReplayGroup = Schemas["ReplayGroup"];
export type ReplayedTurn = Schemas["ReplayedTurn"];
export type FlowTest = Schemas["FlowTest"];
export type StoredTest = Schemas["StoredFlowTest"];
export type TestTurn = FlowTest["turns"][number];
export type Expected = NonNullable<TestTurn["expect"]>;
export type Mock = NonNullable<FlowTest["mocks"]>[string][number];
export type TestRun = Schemas["TestRun"];
export type TestResult = TestRun["results"][number];
export type TestFailure = TestResult["failures"][number];
export type Coverage = TestRun["coverage"];
export type RunRequest = Schemas["RunTestsBody"];
export type Simulation = Schemas["Simulation"];
export type SimulatedCall = Schemas["SimulatedCall"];

/** The states of a session that has ended. */
export const ENDED: ReadonlySet<SessionStatus> = new Set(["completed", "transferred", "failed", "abandoned"]);
