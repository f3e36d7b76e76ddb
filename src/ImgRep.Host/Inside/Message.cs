using System.Text.Json.Serialization;
using ImgRep.Building;

namespace ImgRep.Host.Inside;

/// <summary>What the process in the namespaces tells the one outside: that it has its job, any number of events, then how its job ended.</summary>
[JsonDerivedType(typeof(Begun), "begin")]
[JsonDerivedType(typeof(Progress), "event")]
[JsonDerivedType(typeof(Ended), "end")]
internal abstract record Message;

/// <summary>The first message: it has its job.</summary>
internal sealed record Begun : Message;

internal sealed record Progress(BuildEvent Event) : Message;

/// <summary>The last message.</summary>
internal sealed record Ended(JobResult Result) : Message;
