namespace ImgRep.Host.Registries;

/// <summary>Why a registry did not give or take an image.</summary>
internal enum RegistryProblem
{
    Other,

    Unauthorized,

    /// <summary>Its certificate is not trusted.</summary>
    Certificate,

    /// <summary>It does not have the image.</summary>
    Absent,

    WithoutTls,
}
