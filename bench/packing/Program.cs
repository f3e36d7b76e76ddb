using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images.Layers;

// Packs one file as a canonical layer and prints its digest: what bench/run compares with a plain hash of the same file.

var content = new DiskFile(HostPath.Parse(args[0]), 0, new FileInfo(args[0]).Length, expected: null);
var tree = FileTree.Empty.With([FileName.Parse("file")], new FileNode(Metadata.DefaultFile, content));
Console.WriteLine(LayerWriter.Write(tree, destination: null, CancellationToken.None).Digest);
