using System.Text;
using ImgRep.Containerfiles.Stages;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class ImageConfigurationTests
{
    private const string Zeros = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly Platform Amd64 = new("linux", "amd64");

    [Fact]
    public void Nothing_set_is_an_empty_config() =>
        Json(StageConfig.Empty).ShouldBe(
            $$$"""{"architecture":"amd64","config":{},"created":"1980-01-01T00:00:00Z","os":"linux","rootfs":{"diff_ids":["{{{Zeros}}}"],"type":"layers"}}""");

    [Fact]
    public void What_is_empty_counts_as_not_set() =>
        Json(StageConfig.Empty with { Entrypoint = [], Cmd = [], User = "", WorkingDirectory = "", StopSignal = "" }).ShouldBe(Json(StageConfig.Empty));

    [Fact]
    public void What_SHELL_set_is_not_in_an_image() =>
        Json(StageConfig.Empty with { Shell = ["/bin/bash", "-c"] }).ShouldBe(Json(StageConfig.Empty));

    [Fact]
    public void Text_is_escaped_only_where_JSON_demands_it() =>
        Json(StageConfig.Empty with { Cmd = ["\"\\/<&>\u007f\u2028é😀", "\b\t\n\f\r\u0001\u001f"] })
            .ShouldContain(@"{""Cmd"":[""\""\\/<&>" + "\u007f\u2028é😀" + @""",""\b\t\n\f\r\u0001\u001f""]}");

    [Fact]
    public void What_is_written_is_read()
    {
        var config = new StageConfig
        {
            Env = [new("PATH", "/bin"), new("EMPTY", ""), new("A", "b=c")],
            Entrypoint = ["/init"],
            Cmd = ["a b", ""],
            User = "1:2",
            WorkingDirectory = "/srv",
            ExposedPorts = ["80/tcp", "53/udp"],
            Volumes = ["/data"],
            StopSignal = "SIGINT",
            Labels = StageConfig.Empty.Labels.Add("z", "1").Add("a", "ü"),
        };
        var written = new ImageConfiguration(Amd64 with { Variant = "v3" }, config, [Digest.Parse(Zeros)]).ToJson();
        var read = Parse(Encoding.UTF8.GetString(written.AsSpan()));
        read.ToJson().ShouldBe(written);
        read.Config.Env.ShouldBe(config.Env);
    }

    [Fact]
    public void Members_that_Docker_writes_are_read_or_passed_over()
    {
        var read = Parse($$$"""
            {"architecture":"amd64","os":"linux","docker_version":"20.10","history":[{"created_by":"x"}],"rootfs":{"type":"layers","diff_ids":["{{{Zeros}}}"]},
             "config":{"Cmd":null,"Entrypoint":["/e"],"OnBuild":null,"Shell":["/bin/bash","-c"],"Healthcheck":{"Test":["NONE"]},"ArgsEscaped":true,"User":"","Labels":null}}
            """);
        read.Config.Cmd.ShouldBeNull();
        read.Config.Shell!.Value.ShouldBe(["/bin/bash", "-c"]);
        read.Config.User.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"Cmd":"sh"}""", "configuration at .config.Cmd: error: it is string, array was expected")]
    [InlineData("""{"Cmd":["a",1]}""", "configuration at .config.Cmd[1]: error: it is number, string was expected")]
    [InlineData("""{"Cmd":["a\u0000"]}""", "configuration at .config.Cmd[0]: error: it holds a NUL")]
    [InlineData("""{"Cmd":["\ud800"]}""", "configuration at .config.Cmd[0]: error: it holds half a surrogate pair")]
    [InlineData("""{"Labels":{"\ud800":""}}""", "configuration: error: it is no JSON")]
    [InlineData("""{"Labels":{"\u0000":""}}""", "configuration at .config.Labels: error: it holds a NUL")]
    [InlineData("""{"Env":["PATH"]}""", "configuration at .config.Env[0]: error: it is not NAME=VALUE")]
    [InlineData("""{"Env":["=x"]}""", "configuration at .config.Env[0]: error: it is not NAME=VALUE")]
    [InlineData("""{"Env":["A=1","A=2"]}""", "configuration at .config.Env[1]: error: it sets A again")]
    [InlineData("""{"WorkingDir":"srv"}""", "configuration at .config.WorkingDir: error: it is no absolute path")]
    [InlineData("""{"OnBuild":["RUN x"]}""", "configuration at .config: error: it has OnBuild triggers")]
    [InlineData("""{"User":"a","User":"b"}""", "configuration: error: it is no JSON without duplicate members")]
    [InlineData("[]", "configuration at .config: error: it is array, object was expected")]
    public void A_configuration_that_says_something_else_is_refused(string config, string message) =>
        Refusal($$$"""{"architecture":"amd64","os":"linux","rootfs":{"diff_ids":[]},"config":{{{config}}}}""").ShouldStartWith(message);

    [Theory]
    [InlineData("", "configuration: error: it is no JSON")]
    [InlineData("[]", "configuration: error: it is array, object was expected")]
    [InlineData("""{"os":"linux"}""", "configuration: error: it has no member rootfs")]
    [InlineData("""{"rootfs":{"diff_ids":["sha256:0"]},"os":"","architecture":""}""", "configuration at .rootfs.diff_ids[0]: error: it is no sha256 digest")]
    public void What_is_no_configuration_is_refused(string json, string message) => Refusal(json).ShouldStartWith(message);

    [Fact]
    public void A_document_of_more_than_four_mebibytes_is_refused() =>
        Refusal("{" + new string(' ', 4 << 20) + "}").ShouldStartWith("configuration: error: it has 4194306 bytes");

    [Fact]
    public void Random_damage_is_refused_or_read_but_never_breaks_the_reader()
    {
        var json = Encoding.UTF8.GetBytes(
            """{"architecture":"amd64","os":"linux","rootfs":{"diff_ids":[]},"config":{"Env":["A=\u00e9"],"Labels":{"é":"x"},"Volumes":{"/v":{}}}}""");
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = json.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"\"\\{}[],:0uda"[random.Next(12)];
            try
            {
                ImageConfiguration.Parse(damaged, "configuration").ToJson();
            }
            catch (RejectedInputException)
            {
            }
        }
    }

    private static string Json(StageConfig config) =>
        Encoding.UTF8.GetString(new ImageConfiguration(Amd64, config, [Digest.Parse(Zeros)]).ToJson().AsSpan());

    private static ImageConfiguration Parse(string json) => ImageConfiguration.Parse(Encoding.UTF8.GetBytes(json), "configuration");

    private static string Refusal(string json) => Should.Throw<RejectedInputException>(() => Parse(json)).Message;
}
