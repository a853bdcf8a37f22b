using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

public sealed class ReconciliationTests
{
    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    [Fact]
    public async Task ReconcileAsync_gateway_lags_behind_is_no_finding_after_the_pause()
    {
        var gateway = new Unlisted();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        await shop.PlaceAsync(TestShop.Martian);
        var known = shop.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        gateway.Scripted.OnFind = (_, inner) => shop.Time.GetUtcNow() < known ? ValueTask.FromResult<GatewayPayment?>(null) : inner();
        var pausing = new TaskCompletionSource();
        shop.Time.OnTimer = _ => pausing.TrySetResult();

        var reconciling = shop.Audit.ReconcileAsync();
        await pausing.Task;
        reconciling.IsCompleted.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromSeconds(2));

        (await reconciling).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReconcileAsync_findings_are_full_pauses_for_no_further_suspect()
    {
        await using var shop = await TestShop.OpenAsync();
        for (var foreign = 0; foreign < 50; foreign++)
        {
            await shop.Gateway.AuthorizeAsync(new AuthorizeRequest(Guid.CreateVersion7(), new Money(1m, "USD"), new PaymentToken(TestShop.Card)), default);
        }

        var pauses = 0;
        shop.Time.OnTimer = delay =>
        {
            if (delay == TimeSpan.FromSeconds(2))
            {
                pauses++;
                ThreadPool.QueueUserWorkItem(_ => shop.Time.Advance(delay));
            }
        };

        var report = await shop.Audit.ReconcileAsync(new AuditRequest { MaxFindings = 1 });

        (report.Findings.Count, pauses).ShouldBe((1, 1));
    }

    [Fact]
    public async Task ReconcileAsync_gateway_hangs_when_asked_ends_after_the_timeout()
    {
        var gateway = new Unlisted();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        await shop.PlaceAsync(TestShop.Martian);
        var asked = new TaskCompletionSource();
        gateway.Scripted.OnFind = async (_, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            return null;
        };

        var reconciling = shop.Audit.ReconcileAsync(AtOnce);
        await asked.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<BookstoreException>(reconciling.WaitAsync(TimeSpan.FromSeconds(30)))).Message.ShouldContain("'unlisted' did not answer");
    }

    [Theory]
    [InlineData(ListingPart.Beginning)]
    [InlineData(ListingPart.Step)]
    [InlineData(ListingPart.End)]
    public async Task ReconcileAsync_gateway_hangs_in_its_listing_ends_after_the_timeout(ListingPart part)
    {
        using var gateway = new HangingList(part);
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));

        var reconciling = shop.Audit.ReconcileAsync(AtOnce);
        await gateway.Listing.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<BookstoreException>(reconciling.WaitAsync(TimeSpan.FromSeconds(30)))).Message.ShouldContain("'hanging' did not answer");
    }

    [Fact]
    public async Task ReconcileAsync_gateway_answers_with_another_orders_payment_is_a_finding()
    {
        var gateway = new Unlisted();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        gateway.Scripted.OnFind = async (_, inner) => (await inner())! with { OrderId = Guid.NewGuid() };

        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Select(finding => (finding.Code, finding.Id)).Distinct().ShouldBe([("payment_of_another_order", order.ToString())]);
    }

    /// <summary>A gateway whose listing lags: it has to be asked for each payment.</summary>
    private sealed class Unlisted() : DelegatingGateway(new Testing.ScriptedPaymentGateway())
    {
        public Testing.ScriptedPaymentGateway Scripted => (Testing.ScriptedPaymentGateway)Inner;

        public override string Name => "unlisted";

        public override IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<GatewayPayment>();
    }

    public enum ListingPart
    {
        Beginning,
        Step,
        End,
    }

    private sealed class HangingList(ListingPart hanging) : IPaymentGateway, IAsyncEnumerable<GatewayPayment>, IAsyncEnumerator<GatewayPayment>, IDisposable
    {
        private readonly ManualResetEventSlim _end = new();

        public TaskCompletionSource Listing { get; } = new();

        public string Name => "hanging";

        public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

        public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public GatewayPayment Current => throw new NotSupportedException();

        public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken)
        {
            HangIn(ListingPart.Beginning);
            return this;
        }

        public IAsyncEnumerator<GatewayPayment> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            HangIn(ListingPart.Step);
            return ValueTask.FromResult(false);
        }

        public ValueTask DisposeAsync()
        {
            HangIn(ListingPart.End);
            return ValueTask.CompletedTask;
        }

        public void Dispose() => _end.Set();

        private void HangIn(ListingPart part)
        {
            if (part == hanging)
            {
                Listing.SetResult();
                _end.Wait(CancellationToken.None);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(61)]
    public async Task ReconcileAsync_pause_out_of_range_is_refused(int seconds)
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.FromSeconds(seconds) }));
    }

    [Fact]
    public async Task ReconcileAsync_in_pages_comes_to_an_end()
    {
        await using var shop = await TestShop.OpenAsync();
        for (var order = 0; order < 5; order++)
        {
            await shop.PlaceAsync(TestShop.Odyssey);
        }

        var pages = 0;
        string? after = null;
        do
        {
            var part = await shop.Audit.ReconcileAsync(new AuditRequest { MaxRecords = 2, After = after });
            part.Findings.ShouldBeEmpty();
            after = part.Next;
            pages++;
        }
        while (after is not null && pages < 10);

        after.ShouldBeNull();
        pages.ShouldBe(4);
    }

    [Fact]
    public async Task ReconcileAsync_payment_without_order_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        var id = Guid.CreateVersion7();
        await shop.Gateway.AuthorizeAsync(new AuthorizeRequest(id, new Money(5m, "USD"), new PaymentToken(TestShop.Card)), default);

        var report = await shop.Audit.ReconcileAsync(AtOnce);

        report.Findings.Select(finding => (finding.Code, finding.Id)).ShouldBe([("payment_without_order", id.ToString())]);
    }

    [Fact]
    public async Task ReconcileAsync_created_order_without_a_payment_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Gateway.VoidAsync(placed.Order!.Id, default);

        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Single().Code.ShouldBe("order_without_payment");
    }

    [Fact]
    public async Task ReconcileAsync_capture_on_record_as_refused_that_was_made_is_found_until_a_person_settles_it()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            await inner();
            return CaptureResult.Refused("by_a_wrong_adapter");
        };
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Settlement.RunOnceAsync();

        var finding = (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Single();

        (finding.Code, finding.Id).ShouldBe(("refused_capture_was_made", placed.Order!.Id.ToString()));
        await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = placed.Order.Id, Attention = AttentionReason.CaptureRefused, Reference = "seen at the gateway" });
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ReconcileAsync_rejected_order_with_money_and_no_pending_action_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await BookstoreAuditTests.TamperAsync(shop, keys => keys.Orders.Add(placed.Order!.Id), records =>
        {
            var record = records.Orders.Find(placed.Order!.Id)!;
            records.Orders.Put(placed.Order.Id, record with { PendingAction = null, DueAt = null, Order = record.Order with { Status = OrderStatus.Cancelled } });
        });

        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Single().Code.ShouldBe("payment_of_closed_order");
    }
}
