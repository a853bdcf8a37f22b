using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Refunds;

/// <summary>Due refunds that cannot be read, and those of gateways that a host does not have.</summary>
public sealed class RefundQueueTests : IAsyncLifetime
{
    private readonly InMemoryStore _records = new();
    private readonly ScriptedPaymentGateway _other = new() { Name = "other" };
    private readonly RecordingLogs _logs = new();
    private DueReads _reads = null!;
    private TestShop _shop = null!;
    private ServiceProvider _foreign = null!;
    private ILoggerFactory _factory = null!;

    private RefundSettlement Settlement => _shop.RefundSettlement;

    public async Task InitializeAsync()
    {
        _factory = LoggerFactory.Create(builder => builder.AddProvider(_logs));
        _reads = new DueReads(new SharedStore(_records));
        _shop = await TestShop.OpenAsync(decorate: _ => new SharedStore(_records), register: services => services.AddLogging(logging => logging.AddProvider(_logs)));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_shop.Time).AddSingleton<IPaymentGateway>(_other);
        services.AddBookstore().UseStore(_ => _reads);
        _foreign = services.BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _foreign.DisposeAsync();
        await _shop.DisposeAsync();
        await _other.DisposeAsync();
        await _records.DisposeAsync();
        _factory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_refund_that_cannot_be_read_is_logged_once_and_its_order_needs_a_person_while_the_others_are_made()
    {
        var (order, other) = ((await _shop.PlaceCapturedAsync(TestShop.Martian)).Id, (await _shop.PlaceCapturedAsync(TestShop.Odyssey)).Id);
        var (damaged, good) = (await CreateAsync(order, null), await CreateAsync(other, null));
        await SpoilAsync(damaged);
        var version = (await _shop.OrderAsync(order)).Version;
        var settlement = Settlement;

        await settlement.RunOnceAsync();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await settlement.RunOnceAsync();

        _logs.Entries.Count(static entry => entry.Id == 3011).ShouldBe(1);
        _logs.Texts.ShouldContain(text => text.Contains(damaged.ToString(), StringComparison.Ordinal));
        (await _shop.Refunds.FindAsync(good))!.Status.ShouldBe(RefundStatus.Succeeded);
        var needing = await _shop.OrderAsync(order);
        (needing.Attention!.Reason, needing.Attention.Code, needing.Version).ShouldBe((AttentionReason.OutcomeUnknown, "refund_unreadable", version + 1));
        (await _shop.Maintenance.ListWorkAsync(new WorkQuery { State = WorkItemState.Attention })).Items.ShouldHaveSingleItem().OrderId.ShouldBe(order);
        _shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Refund).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_repaired_is_made_and_its_order_needs_nobody_any_more()
    {
        var order = (await _shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        var damaged = await CreateAsync(order, null);
        var before = (await _shop.Store.FindDocumentAsync(RefundDocuments.Kind.IdOf(damaged), default))!;
        await SpoilAsync(damaged);
        await Settlement.RunOnceAsync();

        await _shop.Commit.SubmitAsync(new PutDocument(before), default);
        await Settlement.RunOnceAsync();

        var done = await _shop.OrderAsync(order);
        (done.PaymentStatus, done.Attention).ShouldBe((PaymentStatus.Refunded, null));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Refunds_of_a_gateway_that_no_host_calls_are_logged_once_and_are_overdue()
    {
        var order = (await _shop.PlaceCapturedAsync(TestShop.Martian, 2)).Id;
        await CreateAsync(order, 1m);
        await CreateAsync(order, 1m);
        var watch = new RefundSettlement(
            _foreign.GetRequiredService<WorkContext>(), _foreign.GetRequiredService<GroupCommit>(), _foreign.GetRequiredService<GuardedGateway>(), _factory.CreateLogger<RefundSettlement>());
        await watch.LookForUnservedAsync(default);
        _logs.Entries.ShouldBeEmpty("another host has had no time yet");

        for (var minute = 0; minute < 5; minute++)
        {
            _shop.Time.Advance(TimeSpan.FromMinutes(2));
            await watch.RunOnceAsync();
        }

        _logs.Entries.ShouldHaveSingleItem().Id.ShouldBe(3012);
        _logs.Texts.Single().ShouldStartWith("2 refunds or more");
        _logs.Texts.Single().ShouldContain("'scripted'");
        var overdue = (await _shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull();
        (overdue.Kind, overdue.Gateway).ShouldBe((WorkItemKind.Refund, "scripted"));
        _other.Calls.ShouldBeEmpty();
        await Settlement.RunOnceAsync();
        (await _shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(5))).ShouldBeNull();
    }

    [Fact]
    public async Task Refunds_of_others_that_are_due_for_long_are_not_read_again_in_each_round()
    {
        var order = (await _shop.PlaceCapturedAsync(TestShop.Algorithms, 3)).Id;
        for (var number = 0; number < 25; number++)
        {
            await CreateAsync(order, 0.01m);
        }

        _shop.Time.Advance(TimeSpan.FromHours(2));
        var queue = OtherQueue();
        (await ReadAsync(queue)).ShouldBe(25);

        (await ReadAsync(queue)).ShouldBe(5, "the page that is not full is read again");
        _shop.Time.Advance(TimeSpan.FromHours(2));
        (await ReadAsync(queue)).ShouldBe(25, "what was restored meanwhile is found");
    }

    [Fact]
    public async Task A_refund_of_its_own_is_found_behind_those_of_others()
    {
        var order = (await _shop.PlaceCapturedAsync(TestShop.Algorithms, 3)).Id;
        for (var number = 0; number < 25; number++)
        {
            await CreateAsync(order, 0.01m);
        }

        _shop.Time.Advance(TimeSpan.FromHours(2));
        var queue = OtherQueue();
        await ReadAsync(queue);
        var own = (await _shop.Store.FindDocumentAsync(RefundDocuments.Kind.IdOf(await CreateAsync(order, 0.01m)), default))!;
        await _shop.Commit.SubmitAsync(new PutDocument(own with { Body = own.Body.Replace("\"scripted\"", "\"other\"", StringComparison.Ordinal) }), default);

        List<Guid> found = [];
        DuePosition? after = null;
        do
        {
            var page = await queue.ListDueAsync(_shop.Time.GetUtcNow(), after, 10, default);
            found.AddRange(page.Items.Select(static refund => refund.Refund.Id));
            after = page.Next;
        }
        while (after is not null);

        found.ShouldBe([own.Id.Id]);
    }

    private RefundQueue OtherQueue()
    {
        var (context, commit, logger) = (_foreign.GetRequiredService<WorkContext>(), _foreign.GetRequiredService<GroupCommit>(), _factory.CreateLogger<RefundQueue>());
        return new RefundQueue("other", context, commit, _foreign.GetRequiredService<GuardedGateway>(), new UnreadableRefunds(context, commit, logger), logger);
    }

    // How many documents a walk through all pages reads.
    private async Task<int> ReadAsync(RefundQueue queue)
    {
        _reads.Documents = 0;
        DuePosition? after = null;
        do
        {
            after = (await queue.ListDueAsync(_shop.Time.GetUtcNow(), after, 10, default)).Next;
        }
        while (after is not null);

        return _reads.Documents;
    }

    private async Task<Guid> CreateAsync(Guid order, decimal? amount) =>
        (await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order, Amount = amount, Reason = "r" })).Refund!.Id;

    private async Task SpoilAsync(Guid refund)
    {
        var document = (await _shop.Store.FindDocumentAsync(RefundDocuments.Kind.IdOf(refund), default))!;
        await _shop.Commit.SubmitAsync(new PutDocument(document with { Body = "{" }), default);
    }

    private sealed class PutDocument(DocumentRecord document) : Operation<bool>
    {
        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(document.Id);

        protected override bool DecideOn(WorkingSet records)
        {
            records.Documents.Put(document.Id, document);
            return true;
        }
    }

    internal sealed class DueReads(IBookstoreStore inner) : DelegatingStore(inner)
    {
        public int Documents { get; set; }

        public override async ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
            string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
        {
            var page = await base.ListDueDocumentsAsync(kind, ownerId, dueAt, after, limit, cancellationToken);
            Documents += page.Items.Count;
            return page;
        }
    }
}
