using System.Text.Json.Serialization;
using ImgRep.Building;
using ImgRep.Host.Store;

namespace ImgRep.Host.Inside;

/// <summary>What the process in the namespaces tells the one outside: that it has its job, any number of events and questions, then how its job ended.</summary>
[JsonDerivedType(typeof(Begun), "begin")]
[JsonDerivedType(typeof(Progress), "event")]
[JsonDerivedType(typeof(StepWanted), "wanted")]
[JsonDerivedType(typeof(Ended), "end")]
internal abstract record Message;

/// <summary>The first message: it has its job.</summary>
internal sealed record Begun : Message;

internal sealed record Progress(BuildEvent Event) : Message;

/// <summary>A question, which is answered by the pipe that the job came by.</summary>
/// <param name="Number">That of the question.</param>
internal sealed record StepWanted(int Number, StepRequest Step) : Message;

/// <param name="Number">That of the question.</param>
/// <param name="Step">Null if nobody has it.</param>
internal sealed record StepAnswer(int Number, TakenStep? Step);

/// <summary>The last message.</summary>
internal sealed record Ended(JobResult Result) : Message;
