using ImgRep.Host.Sources;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

public class ResumeTests : Fetching
{
    private const int Half = 150_000;

    [Fact]
    public async Task A_truncated_body_is_gone_on_with_where_it_ended()
    {
        using var server = new FaultyServer((request, answer) =>
            request.Offset > 0 ? answer.SendRestAsync(Source, request.Offset) : TruncateAsync(answer, "ETag: \"one\""));
        (await FetchAsync(At(server.Address))).Misses.ShouldBeEmpty();
        Store.Content(Wanted).ShouldBe(Source);
        var second = server.Requests.Last();
        second.Offset.ShouldBe(Half);
        second.Headers["If-Range"].ShouldBe("\"one\"");
    }

    [Fact]
    public async Task A_connection_that_is_reset_midway_is_gone_on_with()
    {
        using var server = new FaultyServer(async (request, answer) =>
        {
            if (request.Offset > 0)
            {
                await answer.SendRestAsync(Source, request.Offset);
                return;
            }
            await answer.HeadAsync(200, "Content-Length: 300000");
            await answer.BodyAsync(Source[..1000]);
            await Task.Delay(100);
            answer.Reset();
        });
        await FetchAsync(At(server.Address));
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_server_that_truncates_for_ever_is_given_up()
    {
        using var server = new FaultyServer((_, answer) => TruncateAsync(answer));
        (await FailAsync(At(server.Address))).ShouldContain("the connection ended before the file did");
        server.Requests.Count.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_later_run_goes_on_where_an_earlier_one_ended()
    {
        var mends = false;
        using var server = new FaultyServer((request, answer) =>
            mends ? answer.SendRestAsync(Source, request.Offset) : TruncateAsync(answer, "Last-Modified: Mon, 22 Jan 2024 18:33:42 GMT"));
        await FailAsync(At(server.Address));
        mends = true;
        await FetchAsync(At(server.Address));
        server.Requests.Last().Offset.ShouldBe(Half);
        server.Requests.Last().Headers["If-Range"].ShouldBe("Mon, 22 Jan 2024 18:33:42 GMT");
        Store.Content(Wanted).ShouldBe(Source);
        Store.Partials.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_everything_again()
    {
        using var server = new FaultyServer((request, answer) => request.Offset > 0 ? answer.SendAsync(Source) : TruncateAsync(answer));
        await FetchAsync(At(server.Address));
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_range_that_the_server_does_not_have_is_asked_for_anew_from_the_first_byte()
    {
        var truncates = true;
        using var server = new FaultyServer((request, answer) =>
        {
            if (request.Offset > 0)
                return answer.HeadAsync(416, "Content-Length: 0");
            var first = truncates;
            truncates = false;
            return first ? TruncateAsync(answer) : answer.SendAsync(Source);
        });
        await FetchAsync(At(server.Address));
        server.Requests.Select(request => request.Offset).ShouldBe([0, Half, 0]);
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_range_other_than_what_was_asked_for_is_not_believed()
    {
        var truncates = true;
        using var server = new FaultyServer((request, answer) =>
        {
            if (request.Offset > 0)
                return answer.SendRestAsync(Source, request.Offset + 1);
            var first = truncates;
            truncates = false;
            return first ? TruncateAsync(answer) : answer.SendAsync(Source);
        });
        await FetchAsync(At(server.Address));
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_rest_that_does_not_fit_what_was_there_leads_to_a_whole_new_transfer()
    {
        var truncated = false;
        using var server = new FaultyServer(async (request, answer) =>
        {
            if (truncated)
            {
                await (request.Offset > 0 ? answer.SendRestAsync(Source, request.Offset) : answer.SendAsync(Source));
                return;
            }
            truncated = true;
            await answer.HeadAsync(200, "Content-Length: 300000");
            await answer.BodyAsync(Other[..Half]);
        });
        (await FetchAsync(At(server.Address))).Misses.ShouldBeEmpty();
        Store.Content(Wanted).ShouldBe(Source);
        server.Requests.Select(request => request.Offset).ShouldBe([0, Half, 0]);
    }

    [Fact]
    public async Task What_one_place_left_is_not_gone_on_with_at_another()
    {
        using var truncating = new FaultyServer((_, answer) => TruncateAsync(answer));
        using var right = FaultyServer.Serving(Source);
        await FetchAsync(At(right.Address), Mirrors($"{right.Address} {truncating.Address}"));
        right.Requests.Single().Offset.ShouldBe(0);
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task Two_fetches_of_one_source_at_once_transfer_it_once()
    {
        using var server = new FaultyServer(async (_, answer) =>
        {
            await Task.Delay(200);
            await answer.SendAsync(Source);
        });
        await Task.WhenAll(FetchAsync(At(server.Address)), FetchAsync(At(server.Address)));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_fetch_keeps_what_has_arrived()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new FaultyServer(async (_, answer) =>
        {
            await answer.HeadAsync(200, "Content-Length: 300000");
            await answer.BodyAsync(Source[..1000]);
            await Task.Delay(100);
            await cancel.CancelAsync();
        });
        using var fetcher = new SourceFetcher(Store, new SourcePlaces([], MirrorRules.None, SourceTable.Empty, null), new FetchOptions());
        await Should.ThrowAsync<OperationCanceledException>(() => fetcher.FetchAsync([At(server.Address)], null, cancel.Token));
        new FileInfo(Store.PartialPathOf(Wanted)).Length.ShouldBe(1000);
    }

    private static async Task TruncateAsync(Answer answer, params string[] headers)
    {
        await answer.HeadAsync(200, ["Content-Length: 300000", .. headers]);
        await answer.BodyAsync(Source[..Half]);
    }
}
