using ImgRep.Files;

namespace ImgRep.Images.Layers;

/// <summary>One entry of a layer: its header, and its content if it is a file.</summary>
internal sealed record LayerEntry(TarHeader Header, IFileContent? Content);
