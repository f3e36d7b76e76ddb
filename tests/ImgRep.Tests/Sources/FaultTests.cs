namespace ImgRep.Tests.Sources;

public class FaultTests : Fetching
{
    [Fact]
    public async Task A_source_arrives_whole_and_leaves_nothing_behind()
    {
        using var server = FaultyServer.Serving(Source);
        var source = await FetchAsync(At(server.Address));
        source.Place.ShouldBe(server.Address + "zlib-1.3.1.tar.gz");
        Store.Content(Wanted).ShouldBe(Source);
        Store.Partials.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_hash_names_both_hashes_and_the_place_keeps_nothing_and_the_next_mirror_is_tried()
    {
        using var wrong = FaultyServer.Serving(Other);
        using var right = FaultyServer.Serving(Source);
        var source = await FetchAsync(At(right.Address), Mirrors($"{right.Address} {wrong.Address}"));
        source.Misses.Single().ToString().ShouldBe(
            $"{wrong.Address}zlib-1.3.1.tar.gz: has sha256:2441d5bb0f14f8f02ce1b3873e8f234e5d8e73c74e40f19da551766bc53b2517, "
            + "wanted sha256:20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912");
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task Nothing_is_kept_when_every_place_has_a_wrong_hash()
    {
        using var server = FaultyServer.Serving(Other);
        (await FailAsync(At(server.Address))).ShouldContain("has sha256:2441d5bb");
        Store.Has(Wanted).ShouldBeFalse();
        Store.Partials.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_stalls_before_its_first_byte_is_given_up()
    {
        using var server = new FaultyServer((_, answer) => answer.StallAsync());
        (await FailAsync(At(server.Address), options: Impatient)).ShouldEndWith("zlib-1.3.1.tar.gz: nothing came for 0.3 s");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_stalls_again_and_again_without_a_byte_more_is_given_up()
    {
        using var server = new FaultyServer(async (_, answer) =>
        {
            await answer.HeadAsync(200, "Content-Length: 300000");
            await answer.BodyAsync(Source[..1000]);
            await answer.StallAsync();
        });
        (await FailAsync(At(server.Address), options: Impatient)).ShouldEndWith("nothing came for 0.3 s");
    }

    [Fact]
    public async Task Redirects_in_a_loop_are_refused()
    {
        using var server = new FaultyServer((request, answer) =>
            answer.HeadAsync(302, $"Location: {(request.Path == "/a" ? "/b" : "/a")}", "Content-Length: 0"));
        (await FailAsync(At(server.Address, "a"))).ShouldEndWith("redirects in a loop, or more than 10 times");
        server.Requests.Select(request => request.Path).ShouldBe(["/a", "/b"]);
    }

    [Fact]
    public async Task Redirects_without_end_are_refused()
    {
        using var server = new FaultyServer((request, answer) => answer.HeadAsync(301, $"Location: {request.Path}x", "Content-Length: 0"));
        (await FailAsync(At(server.Address))).ShouldEndWith("redirects in a loop, or more than 10 times");
        server.Requests.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        using var server = new FaultyServer((request, answer) =>
            request.Path == "/there" ? answer.SendAsync(Source) : answer.HeadAsync(307, "Location: there", "Content-Length: 0"));
        await FetchAsync(At(server.Address));
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_redirect_to_a_file_is_refused()
    {
        var folder = Store.Folder("zlib-1.3.1.tar.gz", Source);
        using var server = new FaultyServer((_, answer) =>
            answer.HeadAsync(302, $"Location: file://{folder}/zlib-1.3.1.tar.gz", "Content-Length: 0"));
        (await FailAsync(At(server.Address))).ShouldEndWith("redirects to file:, which is refused");
    }

    [Fact]
    public async Task A_body_twice_as_long_as_announced_is_cut_where_it_was_announced_to_end()
    {
        using var server = new FaultyServer(async (_, answer) =>
        {
            await answer.HeadAsync(200, "Content-Length: 150000");
            await answer.BodyAsync(Source);
        });
        (await FailAsync(At(server.Address))).ShouldContain("has sha256:9373e646");
        Store.Partials.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_announces_no_length_ends_at_the_limit()
    {
        using var server = new FaultyServer(async (_, answer) =>
        {
            await answer.HeadAsync(200);
            while (true)
                await answer.BodyAsync(Source);
        });
        (await FailAsync(At(server.Address))).ShouldEndWith("longer than the limit of 1000000 bytes");
    }

    [Fact]
    public async Task A_body_that_announces_more_than_the_limit_is_not_read()
    {
        using var server = new FaultyServer((_, answer) => answer.HeadAsync(200, "Content-Length: 1000001"));
        (await FailAsync(At(server.Address))).ShouldEndWith("longer than the limit of 1000000 bytes");
    }

    [Fact]
    public async Task A_server_without_the_file_is_passed_over()
    {
        using var without = FaultyServer.Failing(404);
        using var with = FaultyServer.Serving(Source);
        var source = await FetchAsync(At(with.Address), Mirrors($"{with.Address} {without.Address}"));
        source.Misses.Single().Reason.ShouldBe("HTTP 404 Answer");
    }

    [Fact]
    public async Task An_answer_that_is_no_HTTP_is_passed_over()
    {
        using var wrong = new FaultyServer((_, answer) => answer.BodyAsync("hello\r\n\r\n"u8.ToArray()));
        using var right = FaultyServer.Serving(Source);
        (await FetchAsync(At(right.Address), Mirrors($"{right.Address} {wrong.Address}"))).Misses.Length.ShouldBe(1);
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_reset_connection_is_passed_over()
    {
        using var reset = new FaultyServer((_, answer) =>
        {
            answer.Reset();
            return Task.CompletedTask;
        });
        using var right = FaultyServer.Serving(Source);
        (await FetchAsync(At(right.Address), Mirrors($"{right.Address} {reset.Address}"))).Misses.Single().Place.ShouldStartWith(reset.Address.AbsoluteUri);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_not_asked_again_in_the_same_run()
    {
        var port = FaultyServer.FreePort();
        var dead = new Uri($"http://127.0.0.1:{port}/");
        FaultyServer? late = null;
        using var live = new FaultyServer((_, answer) =>
        {
            late = new FaultyServer((_, second) => second.SendAsync(Source), port);
            return answer.HeadAsync(404, "Content-Length: 0");
        });
        // The dead host first, then one that brings it to life, then the dead host again.
        var reason = await FailAsync(At(dead), Mirrors($"{dead} {dead} {live.Address}"));
        late.ShouldNotBeNull().Requests.ShouldBeEmpty();
        late.Dispose();
        reason.Split('\n').Count(line => line.Contains("host 127.0.0.1 cannot be reached", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_host_without_an_address_is_said_to_have_none() =>
        (await FailAsync(At(new Uri("http://nowhere.invalid/")))).ShouldContain("host nowhere.invalid cannot be reached (its name has no address)");
}
