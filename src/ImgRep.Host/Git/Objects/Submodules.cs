using System.Text;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git.Objects;

/// <summary>Where the repositories are that belong to another one, as its file <c>.gitmodules</c> says (gitmodules(5)).</summary>
/// <param name="repository">The one that they belong to.</param>
internal sealed class Submodules(Uri repository, IReadOnlyDictionary<string, string> addresses)
{
    private const string File = ".gitmodules";
    private const int Largest = 1 << 20;

    /// <param name="root">The tree of the commit.</param>
    public static Submodules Read(ForeignRepository objects, GitObjects reader, Uri repository, GitTree root)
    {
        if (root.Find(File) is not { IsFile: true } file)
            return new Submodules(repository, new Dictionary<string, string>());
        if (reader.Read(file.Id, "blob", Largest) is null)
            throw new RepositoryException($"its {File} is missing");
        var sections = objects.ReadConfiguration(file.Id).Where(pair => pair.Name.StartsWith("submodule.", StringComparison.Ordinal) && pair.Name.LastIndexOf('.') > 9)
            .ToLookup(pair => pair.Name[..pair.Name.LastIndexOf('.')], pair => (Key: pair.Name[(pair.Name.LastIndexOf('.') + 1)..], pair.Value));
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            var values = section.ToLookup(pair => pair.Key, pair => pair.Value);
            if (values["path"].LastOrDefault() is { } path && values["url"].LastOrDefault() is { } url && !addresses.TryAdd(path.TrimEnd('/'), url))
                throw new RepositoryException($"its {File} names the folder {path} twice");
        }
        return new Submodules(repository, addresses);
    }

    /// <param name="path">In the repository, its bytes as Latin-1.</param>
    /// <exception cref="RepositoryException">Nothing says where it is, or it is nowhere that anybody could fetch it from.</exception>
    public Uri AddressOf(string path)
    {
        if (!addresses.TryGetValue(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(path)), out var url))
            throw new RepositoryException($"its {File} does not say where the submodule {path} is");
        var text = url.StartsWith("./", StringComparison.Ordinal) || url.StartsWith("../", StringComparison.Ordinal) ? Join(url) : url;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "git"
            && address is { UserInfo: "", Query: "", Fragment: "", Host: not "" }
            ? address : throw new RepositoryException($"its submodule {path} is at '{url}', which is no http, https or git address that everybody can use");
    }

    /// <summary>Relative to the repository itself, as though it were a folder (git-submodule(1)).</summary>
    private string Join(string url) => new Uri(new Uri(repository.AbsoluteUri.TrimEnd('/') + "/"), url).AbsoluteUri;
}
