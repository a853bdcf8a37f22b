using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>The caller's code never occupies the writer thread, unless it is a committer whose work succeeds.</summary>
public sealed class WriterThreadTests : IAsyncLifetime
{
    private const string Writer = "Bookstore.Sqlite writer";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database = new();

    [Fact]
    public async Task RunInTurnAsync_work_fails_caller_continues_elsewhere()
    {
        var (thread, release) = Busy();
        var where = ThreadAfter(thread.RunInTurnAsync<int>(_ => throw new IOException(), CancellationToken.None).AsTask());

        release.Set();

        (await where).ShouldNotBe(Writer);
        await thread.StopAsync(() => { });
    }

    [Fact]
    public async Task RunInTurnAsync_work_is_cancelled_caller_continues_elsewhere()
    {
        var (thread, release) = Busy();
        var where = ThreadAfter(thread.RunInTurnAsync<int>(_ => throw new OperationCanceledException(), CancellationToken.None).AsTask());

        release.Set();

        (await where).ShouldNotBe(Writer);
        await thread.StopAsync(() => { });
    }

    [Fact]
    public async Task RunNowAsync_called_on_the_writer_thread_and_fails_caller_continues_elsewhere()
    {
        var (thread, release) = Busy();
        async Task<(string? Before, string? After)> FailAsync()
        {
            await thread.RunInTurnAsync(_ => 0, CancellationToken.None).ConfigureAwait(false);
            var before = Thread.CurrentThread.Name;
            await Should.ThrowAsync<IOException>(thread.RunNowAsync<int>(_ => throw new IOException()).AsTask()).ConfigureAwait(false);
            return (before, Thread.CurrentThread.Name);
        }

        var where = FailAsync();
        release.Set();

        var (before, after) = await where;
        before.ShouldBe(Writer);
        after.ShouldNotBe(Writer);
        await thread.StopAsync(() => { });
    }

    [Fact]
    public async Task RunAndLeaveAsync_work_succeeds_caller_continues_elsewhere()
    {
        var (thread, release) = Busy();
        var where = ThreadAfter(thread.RunAndLeaveAsync(_ => 0, CancellationToken.None).AsTask());

        release.Set();

        (await where).ShouldNotBe(Writer);
        await thread.StopAsync(() => { });
    }

    [Fact]
    public async Task StopAsync_called_and_awaited_blocking_on_the_writer_thread_ends()
    {
        var (thread, release) = Busy();
        var cleanUps = 0;
        async Task StopAsync()
        {
            await thread.RunInTurnAsync(_ => 0, CancellationToken.None).ConfigureAwait(false);
            Thread.CurrentThread.Name.ShouldBe(Writer);
#pragma warning disable xUnit1031 // Blocking is what is tested.
            thread.StopAsync(() => cleanUps++).GetAwaiter().GetResult();
#pragma warning restore xUnit1031
        }

        var stopped = StopAsync();
        release.Set();

        await stopped.WaitAsync(Patience);
        await thread.StopAsync(() => cleanUps++);
        cleanUps.ShouldBe(1);
    }

    [Fact]
    public async Task StopAsync_clean_up_fails_tells_its_caller()
    {
        var thread = new WriterThread();

        await Should.ThrowAsync<IOException>(() => thread.StopAsync(() => throw new IOException()).WaitAsync(Patience));
    }

    // Which thread continues depends on who is faster: many rounds find the one that hangs.
    [Fact]
    public async Task StartAsync_of_a_host_whose_folder_is_missing_fails_and_can_be_disposed_blocking()
    {
        for (var round = 0; round < 40; round++)
        {
            await Task.Run(StartAndDisposeBlockingAsync).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task DisposeAsync_of_the_write_path_during_a_commit_caller_continues_elsewhere()
    {
        await using var store = _database.OpenStore();
        using var reached = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var commit = new GroupCommit(store, new WritePathOptions(), Samples.ClockOf(store), NullLogger<GroupCommit>.Instance);
        store.CommitFault = isAfter =>
        {
            reached.Set();
            release.Wait(Patience);
            return 0;
        };
        var saved = commit.SubmitAsync(new SaveBook(Samples.Book(Samples.Isbn(1)), DateTimeOffset.UnixEpoch), CancellationToken.None);
        reached.Wait(Patience).ShouldBeTrue();

        var where = ThreadAfter(commit.DisposeAsync().AsTask());
        release.Set();

        (await where).ShouldNotBe(Writer);
        (await saved).Outcome.ShouldBe(SaveBookOutcome.Added);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    // Work that is submitted meanwhile has not begun when its caller awaits it.
    private static (WriterThread Thread, ManualResetEventSlim Release) Busy()
    {
        var thread = new WriterThread();
        var release = new ManualResetEventSlim();
        _ = thread.RunInTurnAsync(_ => release.Wait(Patience, CancellationToken.None), CancellationToken.None);
        return (thread, release);
    }

    private static Task<string?> ThreadAfter(Task task) =>
        task.ContinueWith(static _ => Thread.CurrentThread.Name, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task StartAndDisposeBlockingAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddBookstore().UseSqlite($"Data Source={Path.Combine(_database.Folder, "missing", "shop.db")}").UseSimulatedPayments();
        using var host = builder.Build();
        try
        {
            await host.StartAsync().ConfigureAwait(false);
            throw new InvalidOperationException("The folder is not missing.");
        }
        catch (BookstoreStoreException)
        {
        }
    }
}
