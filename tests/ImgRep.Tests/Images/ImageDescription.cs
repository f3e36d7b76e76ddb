using System.Text;
using System.Text.Json.Nodes;
using ImgRep.Images.Configuration;

namespace ImgRep.Tests.Images;

/// <summary>The configurations of the test vectors: image configurations that name no layer yet.</summary>
internal static class ImageDescription
{
    public static ImageConfiguration Read(string path)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        json["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() };
        return ImageConfiguration.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), path);
    }
}
