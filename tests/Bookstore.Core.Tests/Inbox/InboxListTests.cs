using System.Text;
using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Notifications;

/// <summary>What waits in the inbox is listed and retried, also where no host has its source any more.</summary>
public sealed class InboxListTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStore _records;
    private readonly RecordingLogs _logs = new();
    private readonly NotificationSender _former = new("former");
    private readonly NotificationSender _present = new("present");
    private ServiceProvider _before = null!;
    private ServiceProvider _now = null!;

    public InboxListTests() => _records = new InMemoryStore(_time);

    private Inbox Worker => (Inbox)Inbox;

    private IInbox Inbox => _now.GetRequiredService<IInbox>();

    private IBookstoreMaintenance Maintenance => _now.GetRequiredService<IBookstoreMaintenance>();

    public async Task InitializeAsync()
    {
        _before = Shop(_former, _present);
        _now = Shop(_present);
        await _records.InitializeAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _before.DisposeAsync();
        await _now.DisposeAsync();
        await _records.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task What_waits_after_a_failed_try_is_listed_with_its_attempts_and_the_last_error()
    {
        _present.Fails = true;
        await ReceiveAsync("present", "n1");
        await Worker.RunOnceAsync(default);

        var waiting = (await ListAsync(InboxState.Waiting)).ShouldHaveSingleItem();

        (waiting.Source, waiting.IsServed, waiting.State, waiting.Attempts, waiting.Failure).ShouldBe(("present", true, InboxState.Waiting, 1, nameof(TimeoutException)));
        (waiting.Notification.Id, waiting.ReceivedAt).ShouldBe(("n1", _time.GetUtcNow()));
        waiting.DueAt.ShouldBeGreaterThan(_time.GetUtcNow());
        (await Inbox.FindAsync(waiting.Id)).ShouldBe(waiting);
        (await Inbox.FindAsync(Guid.CreateVersion7())).ShouldBeNull();
    }

    [Fact]
    public async Task A_retry_has_an_entry_worked_on_before_its_pause_is_over_and_counts_its_tries_anew()
    {
        _present.Fails = true;
        await ReceiveAsync("present", "n1");
        await Worker.RunOnceAsync(default);
        var waiting = (await ListAsync(InboxState.Waiting)).Single();
        (await Worker.RunOnceAsync(default)).ShouldBe(0);
        _present.Fails = false;

        (await Inbox.RetryAsync(waiting.Id)).ShouldBeTrue();
        await Worker.RunOnceAsync(default);

        var done = (await ListAsync(InboxState.Done)).ShouldHaveSingleItem();
        (done.Attempts, done.Failure).ShouldBe((1, null));
        (await Inbox.RetryAsync(waiting.Id)).ShouldBeFalse("nothing is left to do");
        (await Inbox.RetryAsync(Guid.CreateVersion7())).ShouldBeFalse("there is no such entry");
    }

    [Fact]
    public async Task The_list_is_paged_by_its_filter_and_leaves_out_what_cannot_be_read()
    {
        foreach (var id in (string[])["n1", "n2", "n3", "n4"])
        {
            await ReceiveAsync("present", id);
        }

        var damaged = InboxDocuments.Kind.IdOf(InboxDocuments.IdOf("present", "n2"));
        await _now.GetRequiredService<GroupCommit>().SubmitAsync(new PutDocument((await _records.FindDocumentAsync(damaged, default))! with { Body = "{" }), default);

        var seen = new List<string>();
        var query = new InboxQuery { State = InboxState.Waiting, Limit = 1 };
        Page<InboxEntry> page;
        do
        {
            page = await Inbox.ListAsync(query);
            page.Items.Count.ShouldBeLessThanOrEqualTo(1);
            seen.AddRange(page.Items.Select(static entry => entry.Notification.Id));
            query = query with { After = page.Next };
        }
        while (page.Next is not null);

        seen.ShouldBe(["n1", "n3", "n4"], ignoreOrder: true);
        var first = await Inbox.ListAsync(new InboxQuery { Limit = 1 });
        await Should.ThrowAsync<InvalidCursorException>(async () => await Inbox.ListAsync(new InboxQuery { State = InboxState.Parked, After = first.Next }));
        await Should.ThrowAsync<ArgumentException>(async () => await Inbox.ListAsync(new InboxQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(async () => await Inbox.ListAsync(new InboxQuery { State = (InboxState)9 }));
    }

    [Fact]
    public async Task Entries_of_a_source_that_no_host_has_are_listed_counted_and_logged_once()
    {
        await ReceiveAsync("former", "n1");
        await ReceiveAsync("former", "n2");
        var receivedAt = _time.GetUtcNow();

        (await Maintenance.CountUnservedNotificationsAsync()).ShouldHaveSingleItem().ShouldBe(new InboxBacklog("former", 2, receivedAt));
        (await ListAsync(InboxState.Waiting)).ShouldAllBe(static entry => !entry.IsServed && entry.Source == "former");
        await Worker.RunOnceAsync(default);
        _logs.Entries.ShouldNotContain(static entry => entry.Id == 2014, "another host may be about to work on them");
        for (var minute = 0; minute < 5; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Worker.RunOnceAsync(default);
        }

        _logs.Entries.Count(static entry => entry.Id == 2014).ShouldBe(1);
        (await _before.GetRequiredService<IBookstoreMaintenance>().CountUnservedNotificationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_are_removed_after_thirty_days_whichever_host_has_their_source()
    {
        await ReceiveAsync("former", "done");
        await ((Inbox)_before.GetRequiredService<IInbox>()).RunOnceAsync(default);
        await ReceiveAsync("former", "waiting");
        await ReceiveAsync("present", "late");

        _time.Advance(InboxDocuments.Retention - TimeSpan.FromSeconds(1));
        await RemoveAsync();
        (await ListAsync(null)).Count.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        await RemoveAsync();

        (await ListAsync(null)).Select(static entry => entry.Notification.Id).ShouldBe(["late"], "its source is here: it is asked, however late");
        await Worker.RunOnceAsync(default);
        _present.Asked.ShouldBe(["late"]);
    }

    private Task RemoveAsync() => Worker.Rounds.Single(static round => round.Work == nameof(InboxRemoval)).RunOnceAsync(default);

    private async Task<IReadOnlyList<InboxEntry>> ListAsync(InboxState? state) => (await Inbox.ListAsync(new InboxQuery { State = state })).Items;

    private async Task ReceiveAsync(string source, string id)
    {
        var incoming = new IncomingNotification { Body = Encoding.UTF8.GetBytes(id), Headers = new Dictionary<string, string>() };
        (await _before.GetRequiredService<IInbox>().ReceiveAsync(source, incoming)).ShouldBe(ReceiveNotificationOutcome.Accepted);
    }

    private ServiceProvider Shop(params NotificationSender[] sources)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddLogging(logging => logging.AddProvider(_logs));
        var shop = services.AddBookstore().UseStore(_ => new SharedStore(_records));
        foreach (var source in sources)
        {
            shop.AddNotificationSource(_ => source);
        }

        services.AddSingleton<IPaymentGateway>(new ScriptedPaymentGateway());
        return services.BuildServiceProvider();
    }
}
