using ImgRep.Host;
using ImgRep.Host.Posix;

namespace ImgRep.Tests.Posix;

public sealed class SystemFailureTests
{
    [Fact]
    public void A_length_that_the_system_refuses_is_not_taken_for_a_mistake_of_the_caller()
    {
        // So .NET puts what ftruncate(2) calls EFBIG while it opens a file.
        var failure = Should.Throw<EnvironmentException>(() => SystemFailure.Named("write", "/a", () => throw new ArgumentOutOfRangeException("value")));
        failure.Errno.ShouldBe(Libc.EFBIG);
        failure.Subject.ShouldBe("/a");
    }
}
