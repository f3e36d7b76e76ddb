using System.Collections.Immutable;
using ImgRep.Host.Builders;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Inside;

/// <summary>A job did not come to its end. Each kind is an exception there, and the same exception here.</summary>
internal abstract record Failure : JobResult
{
    public static Failure Describe(Exception failure) => failure switch
    {
        AggregateException { InnerException: { } inner } => Describe(inner),
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        EnvironmentException environment => new EnvironmentFailure(environment.Operation, environment.Subject, environment.Reason, environment.Hint, environment.Errno),
        RejectedInputException rejected => new RejectedFailure(rejected.Diagnostics),
        BuildFailedException build => new BuildFailure(build.Message, build.IsEnvironment),
        RoutesDifferException routes => new RoutesFailure(routes.Package),
        DamagedStoreException damage => new DamageFailure(damage.Path),
        OutOfMemoryException => new MemoryFailure(),
        OperationCanceledException => new Interruption(),
        _ => new Bug(failure.ToString()),
    };

    public abstract Exception ToException();
}

/// <inheritdoc cref="EnvironmentException"/>
internal sealed record EnvironmentFailure(string Operation, string Subject, string Reason, string? Hint, int Errno) : Failure
{
    public override Exception ToException() => new EnvironmentException(Operation, Subject, Reason, Hint) { Errno = Errno };
}

/// <inheritdoc cref="RejectedInputException"/>
internal sealed record RejectedFailure(ImmutableArray<Diagnostic> Diagnostics) : Failure
{
    public override Exception ToException() => new RejectedInputException(Diagnostics);
}

/// <inheritdoc cref="BuildFailedException"/>
internal sealed record BuildFailure(string Message, bool IsEnvironment) : Failure
{
    public override Exception ToException() => new BuildFailedException(Message, IsEnvironment);
}

/// <inheritdoc cref="RoutesDifferException"/>
internal sealed record RoutesFailure(PackageName Package) : Failure
{
    public override Exception ToException() => new RoutesDifferException(Package);
}

/// <summary>Something in the store was damaged. It has been removed: the job can be given again.</summary>
internal sealed record DamageFailure(string Path) : Failure
{
    public override Exception ToException() => new DamagedStoreException(Path);
}

internal sealed record MemoryFailure : Failure
{
    public override Exception ToException() => new InsufficientMemoryException();
}

/// <summary>A signal ended it.</summary>
internal sealed record Interruption : Failure
{
    public override Exception ToException() => new OperationCanceledException();
}

/// <param name="Trace">The exception there, with its stack.</param>
internal sealed record Bug(string Trace) : Failure
{
    public override Exception ToException() => new InnerBugException(Trace);
}
