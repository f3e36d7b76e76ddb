using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>A step that has no result here, and may have one elsewhere.</summary>
/// <param name="Package">Without its route.</param>
/// <param name="Key">The hash of all that it sees.</param>
/// <param name="Below">The hash of the results of the steps that it runs over.</param>
internal sealed record StepRequest(string Package, Digest Key, Digest Below);

/// <summary>What came from elsewhere: no more is known than that its bytes are those that the registry promised.</summary>
/// <param name="Files">The path of a <see cref="PackedSnapshot"/>.</param>
/// <param name="Result">What the step is said to have come to.</param>
/// <param name="From">Where it came from, for messages.</param>
internal sealed record TakenStep(string Files, LayerDescriptor Contents, Digest Result, string From);
