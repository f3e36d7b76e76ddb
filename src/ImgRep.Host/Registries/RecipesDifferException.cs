namespace ImgRep.Host.Registries;

/// <summary>A registry has other images of recipes that were built here, as was told to those who watch. It keeps what it had.</summary>
public sealed class RecipesDifferException(int count) : Exception($"the registry has {count} other {(count == 1 ? "image" : "images")} of the same recipes");
