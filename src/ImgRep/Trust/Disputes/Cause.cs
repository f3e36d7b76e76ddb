namespace ImgRep.Trust.Disputes;

/// <summary>What probably made two images of one recipe differ.</summary>
public enum Cause
{
    /// <summary>There is too little to tell.</summary>
    Unknown,

    /// <summary>They have built from different recipes.</summary>
    Recipe,

    /// <summary>A step saw something else, though no step before it came to something else.</summary>
    Input,

    /// <summary>The files are the same, the configuration is not.</summary>
    Configuration,

    /// <summary>Files and configuration are the same: the layer was written in two ways.</summary>
    Writing,

    /// <summary>Every file whose bytes differ holds a date of its build.</summary>
    Time,

    /// <summary>Every file whose bytes differ has the same bytes in another order.</summary>
    Order,

    /// <summary>No bytes of a file differ: modes, owners or attributes do.</summary>
    Metadata,

    /// <summary>This machine got a third image from the same recipe.</summary>
    Chance,

    /// <summary>One file of the same size, and nothing else.</summary>
    OneFile,

    /// <summary>Every file.</summary>
    EveryFile,

    /// <summary>Some files, and nothing that they have in common.</summary>
    SomeFiles,
}

/// <summary>Causes in words.</summary>
public static class Causes
{
    /// <summary>As JSON has it.</summary>
    public static string NameOf(Cause cause) => cause switch
    {
        Cause.OneFile => "one-file",
        Cause.EveryFile => "every-file",
        Cause.SomeFiles => "some-files",
        _ => cause.ToString().ToLowerInvariant(),
    };

    public static string Explain(Cause cause) => cause switch
    {
        Cause.Recipe => "they built from different recipes, which need not give the same image",
        Cause.Input => "the step saw something else though none before it came to anything else: another sandbox, image, source or context",
        Cause.Configuration => "the files are the same, only the configuration differs: two versions of imgrep?",
        Cause.Writing => "files and configuration are the same, so the layer was written in two ways: a bug of a builder or of imgrep",
        Cause.Time => "a time: every file whose bytes differ holds the date of its build",
        Cause.Order => "an order: every file whose bytes differ has the same bytes in another order, as of a folder, a table or threads",
        Cause.Metadata => "modes, owners or attributes alone differ: a umask, a user, or a file system",
        Cause.OneFile => "one file alone, of the same size: few bytes may differ, as after an error of memory or of a disk; a machine that gets two digests has it, unless all do",
        Cause.Chance => "chance: this machine got a third image from the same recipe, so the recipe comes to something else each time",
        Cause.EveryFile => "every file differs: another compiler or processor, or something that goes into each of them",
        Cause.SomeFiles => "some files differ and have nothing in common: rebuild with --vary, and compare the files",
        _ => "there is too little to tell: of one side only the digest is known; whoever has that image, by imgrep build or imgrep pull, is told more here",
    };
}
