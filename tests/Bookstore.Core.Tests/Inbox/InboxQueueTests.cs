using Bookstore.Refunds;
using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Notifications;

/// <summary>Due notifications that cannot be read, and those of sources that a host does not have.</summary>
public sealed class InboxQueueTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStore _records;
    private readonly RecordingLogs _logs = new();
    private readonly NotificationSender _former = new("former");
    private readonly NotificationSender _present = new("present");
    private RefundQueueTests.DueReads _reads = null!;
    private ServiceProvider _before = null!;
    private ServiceProvider _now = null!;

    public InboxQueueTests() => _records = new InMemoryStore(_time);

    private Inbox Inbox => (Inbox)_now.GetRequiredService<IInbox>();

    public async Task InitializeAsync()
    {
        _reads = new RefundQueueTests.DueReads(new SharedStore(_records));
        _before = Shop(new SharedStore(_records), _former, _present);
        _now = Shop(_reads, _present);
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
    public async Task A_notification_that_cannot_be_read_is_logged_once_while_the_others_are_worked_on()
    {
        await ReceiveAsync("present", "damaged");
        await ReceiveAsync("present", "good");
        var id = InboxDocuments.Kind.IdOf(InboxDocuments.IdOf("present", "damaged"));
        var document = (await _records.FindDocumentAsync(id, default))!;
        await _now.GetRequiredService<GroupCommit>().SubmitAsync(new PutDocument(document with { Body = "{" }), default);

        await Inbox.RunOnceAsync(default);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Inbox.RunOnceAsync(default);

        _present.Asked.ShouldBe(["good"]);
        _logs.Entries.Count(static entry => entry.Id == 2013).ShouldBe(1);
        _logs.Texts.ShouldContain(text => text.Contains(id.Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notifications_of_a_source_that_no_host_has_are_not_read_again_in_each_round_and_delay_no_other()
    {
        // More than a page of them.
        for (var number = 0; number < 1_500; number++)
        {
            await ReceiveAsync("former", $"n{number}");
        }

        _time.Advance(TimeSpan.FromHours(2));
        await Inbox.RunOnceAsync(default);
        _reads.Documents.ShouldBeGreaterThanOrEqualTo(1_500);
        await ReceiveAsync("present", "new");
        _reads.Documents = 0;

        await Inbox.RunOnceAsync(default);

        _present.Asked.ShouldBe(["new"]);
        _reads.Documents.ShouldBeLessThan(1_000, "what was due long since is passed over");
        _former.Asked.ShouldBeEmpty();
    }

    private async Task ReceiveAsync(string source, string id)
    {
        var incoming = new IncomingNotification { Body = System.Text.Encoding.UTF8.GetBytes(id), Headers = new Dictionary<string, string>() };
        (await _before.GetRequiredService<IInbox>().ReceiveAsync(source, incoming)).ShouldBe(ReceiveNotificationOutcome.Accepted);
    }

    private ServiceProvider Shop(IBookstoreStore store, params NotificationSender[] sources)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddLogging(logging => logging.AddProvider(_logs));
        var shop = services.AddBookstore().UseStore(_ => store);
        foreach (var source in sources)
        {
            shop.AddNotificationSource(_ => source);
        }

        services.AddSingleton<IPaymentGateway>(new ScriptedPaymentGateway());
        return services.BuildServiceProvider();
    }
}
