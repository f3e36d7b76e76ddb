using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Tests.Store;

public sealed class LeaseTests : IDisposable
{
    private const string Entry = "snapshots/one";
    private readonly ContentStore store = new(Directory.CreateTempSubdirectory("imgrep-lease-").FullName);

    private string Path => System.IO.Path.Combine(store.Root, Entry);

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(store.Root, recursive: true);
    }

    [Fact]
    public void What_somebody_holds_is_not_removed()
    {
        Make();
        using var lease = store.Leases.New();
        lease.Hold(Entry);
        Remove().ShouldBe([Entry]);
        File.Exists(System.IO.Path.Combine(Path, "file")).ShouldBeTrue();
    }

    [Fact]
    public void What_nobody_holds_any_more_is_removed()
    {
        Make();
        using (var lease = store.Leases.New())
            lease.Hold(Entry);
        Remove().ShouldBeEmpty();
        Directory.Exists(Path).ShouldBeFalse();
    }

    [Fact]
    public void What_was_held_before_it_was_made_is_not_removed()
    {
        using var lease = store.Leases.New();
        lease.Hold(Entry);
        Make();
        Remove().ShouldBe([Entry]);
    }

    [Fact]
    public void The_lease_of_a_process_that_was_killed_holds_nothing()
    {
        Make();
        var left = System.IO.Path.Combine(store.Root, "leases", Guid.NewGuid().ToString("n"));
        File.WriteAllText(left, $"\n{Entry}");
        Remove().ShouldBeEmpty();
        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public void A_lease_that_two_processes_have_lasts_until_both_let_go()
    {
        Make();
        var outer = store.Leases.New();
        outer.Hold("records/other");
        var inner = store.Leases.Join(outer.Name);
        inner.Hold(Entry);
        inner.Dispose();
        Remove().ShouldBe([Entry]);
        outer.Dispose();
        Remove().ShouldBeEmpty();
    }

    [Fact]
    public void A_name_of_no_lease_gives_a_new_one()
    {
        using var lease = store.Leases.Join("../../etc/passwd");
        lease.Hold(Entry);
        Directory.GetFiles(System.IO.Path.Combine(store.Root, "leases")).Length.ShouldBe(1);
    }

    [Fact]
    public void What_is_held_with_many_others_is_not_removed()
    {
        Make();
        using var lease = store.Leases.New();
        lease.HoldMany(() =>
        {
            lease.Hold("records/other");
            lease.Hold(Entry);
            return 0;
        });
        Remove().ShouldBe([Entry]);
    }

    [Fact]
    public async Task Nothing_is_removed_while_many_are_being_held()
    {
        Make();
        using var lease = store.Leases.New();
        var removed = lease.HoldMany(() =>
        {
            var removal = Task.Run(Remove);
            lease.Hold(Entry);
            Directory.Exists(Path).ShouldBeTrue();
            return removal;
        });
        (await removed).ShouldBe([Entry]);
    }

    [Fact]
    public void What_is_retired_keeps_its_bytes_until_nobody_holds_its_name()
    {
        Make();
        var lease = store.Leases.New();
        lease.Hold(Entry);
        store.Leases.Retire(Entry);
        store.RemoveAbandoned();
        Directory.Exists(Path).ShouldBeFalse();
        Retired().Length.ShouldBe(1);
        lease.Dispose();
        store.RemoveAbandoned();
        Retired().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_is_run_anew_leaves_the_files_of_its_last_run_to_those_who_rest_on_them()
    {
        var key = Digest.Compute("key"u8);
        await MakeSnapshotAsync(key, "old");
        using var other = new ContentStore(store.Root);
        using var lease = other.Leases.New();
        var used = other.Snapshots.Find(key, lease)!;
        var open = FileSystem.OpenRead(HostPath.Parse(System.IO.Path.Combine(used.Root, "file")));
        await MakeSnapshotAsync(key, "new");
        (await File.ReadAllTextAsync(System.IO.Path.Combine(used.Root, "file"))).ShouldBe("new");
        FileSystem.IsNamed(open.SafeFileHandle).ShouldBeTrue();
        (await new StreamReader(open).ReadToEndAsync()).ShouldBe("old");
    }

    [Fact]
    public async Task A_damaged_snapshot_that_another_process_rests_on_leaves_its_place_but_stays()
    {
        var key = Digest.Compute("key"u8);
        await MakeSnapshotAsync(key, "old");
        using var other = new ContentStore(store.Root);
        using var lease = other.Leases.New();
        var used = other.Snapshots.Find(key, lease)!;
        using var open = FileSystem.OpenRead(HostPath.Parse(System.IO.Path.Combine(used.Root, "file")));
        store.Snapshots.Discard(key);
        store.RemoveAbandoned();
        Directory.Exists(used.Root).ShouldBeFalse();
        FileSystem.IsNamed(open.SafeFileHandle).ShouldBeTrue();
    }

    [Fact]
    public async Task A_snapshot_that_is_being_made_is_not_discarded()
    {
        var key = Digest.Compute("key"u8);
        using (await KeyLock.TakeAsync(store, key.Hex, waiting: null, CancellationToken.None))
        {
            Make($"snapshots/{key.Hex}");
            using var other = new ContentStore(store.Root);
            other.Snapshots.Discard(key);
        }
        Directory.Exists(System.IO.Path.Combine(store.Root, "snapshots", key.Hex)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_finished_package_made_and_another_process_removed_is_made_again()
    {
        var key = Digest.Compute("key"u8);
        using var builder = new ContentStore(store.Root);
        await MakeSnapshotAsync(builder, key, "old", anew: false);
        new StoreGarbage(store, CancellationToken.None).RemoveAll(withSources: false).InUse.ShouldBe(0);
        var made = await MakeSnapshotAsync(builder, key, "old", anew: false);
        (await File.ReadAllTextAsync(System.IO.Path.Combine(made.Root, "file"))).ShouldBe("old");
    }

    [Fact]
    public void Gc_keeps_the_image_that_a_session_looked_for_and_removes_the_others()
    {
        var (kept, removed) = (store.AddBlob("kept"u8), store.AddBlob("removed"u8));
        using var session = new ContentStore(store.Root);
        session.HasBlob(kept).ShouldBeTrue();
        using (var gc = new ContentStore(store.Root))
        {
            store.Session.Dispose();
            new StoreGarbage(gc, CancellationToken.None).Collect(0).InUse.ShouldBe(1);
        }
        File.Exists(store.BlobPath(kept)).ShouldBeTrue();
        File.Exists(store.BlobPath(removed)).ShouldBeFalse();
    }

    [Fact]
    public void The_leases_of_a_plan_of_many_packages_cost_one_write()
    {
        using var lease = store.Leases.New();
        lease.HoldMany(() =>
        {
            for (var i = 0; i < 200_000; i++)
                lease.Hold($"records/{i}");
            new FileInfo(System.IO.Path.Combine(store.Root, "leases", lease.Name)).Length.ShouldBe(0);
            return 0;
        });
        File.ReadLines(System.IO.Path.Combine(store.Root, "leases", lease.Name)).Count().ShouldBe(200_001);
    }

    private void Make(string entry = Entry)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(store.Root, entry)).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, "file"), "x");
    }

    /// <returns>What stays.</returns>
    private List<string> Remove()
    {
        var stays = new List<string>();
        store.Leases.Remove([Entry], stays.Add);
        return stays;
    }

    private string[] Retired() => Directory.GetFileSystemEntries(System.IO.Path.Combine(store.Root, "retired"));

    /// <summary>By a process of its own that runs every step anew.</summary>
    private async Task MakeSnapshotAsync(Digest key, string content)
    {
        using var builder = new ContentStore(store.Root);
        await MakeSnapshotAsync(builder, key, content, anew: true);
    }

    private static async Task<Snapshot> MakeSnapshotAsync(ContentStore builder, Digest key, string content, bool anew)
    {
        using var lease = builder.Leases.New();
        var snapshot = await builder.Snapshots.GetOrMakeAsync(
            key, lease, folder => File.WriteAllTextAsync(System.IO.Path.Combine(folder, "root", "file"), content), anew, _ => { }, CancellationToken.None);
        await builder.Snapshots.SealAllAsync();
        return snapshot;
    }
}
