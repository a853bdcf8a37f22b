using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Audit;

/// <summary>Reconciliation in bulk, with a gateway that lists its payments in pages and since a time.</summary>
public sealed class ListedPaymentsTests
{
    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    [Fact]
    public async Task ReconcileAsync_payments_that_are_listed_and_fit_are_not_asked_for_one_by_one()
    {
        var gateway = new PagedGateway();
        await using var shop = await OpenAsync(gateway);
        await PlaceAsync(shop, 7);
        gateway.Foreign = 2;
        var finds = gateway.Finds;

        var report = await shop.Audit.ReconcileAsync(AtOnce);

        report.Findings.ShouldBeEmpty();
        gateway.Finds.ShouldBe(finds);
        gateway.Requests.Select(static request => request.After).ShouldBe([null, "3", "6"]);
        report.Checked.ShouldBe(7 + 7);
        report.Foreign.ShouldBe(3 * 2, "charges without an order are counted, and no finding");
    }

    [Fact]
    public async Task ReconcileAsync_a_gateway_without_pages_is_asked_for_no_payment_that_fits_either()
    {
        await using var shop = await TestShop.OpenAsync();
        await PlaceAsync(shop, 3);

        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldBeEmpty();

        shop.Gateway.Calls.ShouldNotContain(static call => call.Operation == GatewayOperation.Find);
    }

    [Fact]
    public async Task ReconcileAsync_continues_at_the_page_that_follows()
    {
        var gateway = new PagedGateway();
        await using var shop = await OpenAsync(gateway);
        await PlaceAsync(shop, 7);
        await gateway.AuthorizeAsync(new AuthorizeRequest(Guid.CreateVersion7(), new Money(1m, "USD"), new PaymentToken(TestShop.Card)), default);
        var (findings, parts, after) = (new List<AuditFinding>(), 0, (string?)null);
        do
        {
            var part = await shop.Audit.ReconcileAsync(AtOnce with { MaxRecords = 1, After = after });
            findings.AddRange(part.Findings);
            (after, parts) = (part.Next, parts + 1);
        }
        while (after is not null && parts < 100);

        findings.Select(static finding => finding.Code).ShouldBe(["payment_without_order"]);
        gateway.Requests.Select(static request => request.After).ShouldBe([null, "3", "6"]);
        parts.ShouldBeInRange(3 + 7, 3 + 7 + 3);
        await Should.ThrowAsync<InvalidCursorException>(() => shop.Audit.ReconcileAsync(AtOnce with { After = "0:99:paged" }));
    }

    [Fact]
    public async Task ReconcileAsync_since_a_time_finds_what_was_done_by_hand_since_then_also_to_older_payments()
    {
        var gateway = new PagedGateway();
        await using var shop = await OpenAsync(gateway);
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        shop.Time.Advance(TimeSpan.FromDays(1));
        var begin = shop.Time.GetUtcNow();
        await gateway.RefundAsync(new RefundRequest(order.Id, Guid.CreateVersion7(), null, new Money(1m, "USD"), "by hand", "key"), default);
        shop.Time.Advance(TimeSpan.FromDays(1));
        var later = shop.Time.GetUtcNow();

        var found = await shop.Audit.ReconcileAsync(AtOnce with { Since = begin });

        found.Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(finding => finding.Code.ShouldBe("refund_not_recorded"), finding => finding.Id.ShouldBe(order.Id.ToString()));
        found.Checked.ShouldBe(1, "the payment, and no order of that day");
        (await shop.Audit.ReconcileAsync(AtOnce with { Since = later })).ShouldSatisfyAllConditions(report => report.Findings.ShouldBeEmpty(), report => report.Checked.ShouldBe(0));
    }

    [Fact]
    public async Task ReconcileAsync_an_order_whose_payment_is_not_listed_is_asked_for_if_it_was_placed_since()
    {
        var gateway = new PagedGateway();
        await using var shop = await OpenAsync(gateway);
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        gateway.IsHidden = payment => payment.OrderId == order.Id;

        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Select(static finding => finding.Code).ShouldBe([]);
        gateway.Inner.OnFind = static (_, _) => ValueTask.FromResult<GatewayPayment?>(null);
        (await shop.Audit.ReconcileAsync(AtOnce with { Since = order.CreatedAt })).Findings.Select(static finding => finding.Code).ShouldBe(["order_without_payment"]);
        (await shop.Audit.ReconcileAsync(AtOnce with { Since = order.CreatedAt + TimeSpan.FromSeconds(1) })).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReconcileAsync_pages_that_are_wrong_or_never_end_stop_the_run()
    {
        var gateway = new PagedGateway();
        await using var shop = await OpenAsync(gateway);
        var payment = new GatewayPayment { OrderId = Guid.CreateVersion7(), Status = GatewayPaymentStatus.Declined };
        Func<ListPaymentsRequest, PaymentPage>[] bad =
        [
            request => new([.. Enumerable.Repeat(payment, request.Limit + 1)], null),
            static _ => new([null!], null),
            static _ => new([], ""),
            static _ => new([], new string('x', 501)),
            static request => new([], request.After ?? "a"),
            static request => new([], request.After == "a" ? "b" : "a"),
            static _ => throw new TimeoutException("down"),
        ];

        foreach (var page in bad)
        {
            gateway.Page = page;
            var fault = await Should.ThrowAsync<Exception>(() => shop.Audit.ReconcileAsync(AtOnce).WaitAsync(TimeSpan.FromSeconds(30)));
            (fault is BookstoreException || fault.Message == "down").ShouldBeTrue(fault.ToString());
        }

        gateway.Page = static _ => new(null!, null);
        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReconcileAsync_a_page_that_hangs_ends_after_the_timeout()
    {
        var gateway = new PagedGateway { Hangs = new TaskCompletionSource<PaymentPage?>() };
        await using var shop = await OpenAsync(gateway);

        var reconciling = shop.Audit.ReconcileAsync(AtOnce);
        await gateway.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<BookstoreException>(reconciling.WaitAsync(TimeSpan.FromSeconds(30)))).Message.ShouldContain("'paged' did not answer");
    }

    [Fact]
    public async Task RunAsync_since_a_time_is_stored_with_the_run()
    {
        var gateway = new PagedGateway { Foreign = 1 };
        await using var shop = await OpenAsync(gateway);
        await PlaceAsync(shop, 2);
        shop.Time.Advance(TimeSpan.FromDays(1));
        var since = shop.Time.GetUtcNow();
        await PlaceAsync(shop, 2);
        var run = Guid.CreateVersion7();

        var done = await shop.Audit.RunAsync(run, AuditKind.Reconciliation, since);

        (done.IsComplete, done.Since, done.Foreign, done.Checked).ShouldBe((true, since, 1, 4));
        (await shop.Audit.RunAsync(run, AuditKind.Reconciliation)).Since.ShouldBe(since);
        await Should.ThrowAsync<ArgumentException>(() => shop.Audit.RunAsync(run, AuditKind.Reconciliation, since.AddDays(1)));
        await Should.ThrowAsync<ArgumentException>(() => shop.Audit.RunAsync(Guid.CreateVersion7(), AuditKind.Verification, since));
    }

    private static async Task<TestShop> OpenAsync(PagedGateway gateway)
    {
        var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        gateway.Time = shop.Time;
        return shop;
    }

    private static async Task PlaceAsync(TestShop shop, int orders)
    {
        for (var number = 0; number < orders; number++)
        {
            await shop.PlaceCapturedAsync(TestShop.Odyssey);
        }
    }

    /// <summary>A gateway that knows when its payments changed, and lists three a page.</summary>
    private sealed class PagedGateway() : DelegatingGateway(new ScriptedPaymentGateway())
    {
        private readonly Dictionary<Guid, DateTimeOffset> _changed = [];

        public new ScriptedPaymentGateway Inner => (ScriptedPaymentGateway)base.Inner;

        public TimeProvider Time { get; set; } = TimeProvider.System;

        public List<ListPaymentsRequest> Requests { get; } = [];

        public Func<ListPaymentsRequest, PaymentPage>? Page { get; set; }

        public Func<GatewayPayment, bool> IsHidden { get; set; } = static _ => false;

        public TaskCompletionSource<PaymentPage?>? Hangs { get; init; }

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Foreign { get; set; }

        public int Finds => Inner.Calls.Count(static call => call.Operation == GatewayOperation.Find);

        public override string Name => "paged";

        public override ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
        {
            _changed[request.OrderId] = Time.GetUtcNow();
            return base.AuthorizeAsync(request, cancellationToken);
        }

        public override ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
        {
            _changed[request.OrderId] = Time.GetUtcNow();
            return base.RefundAsync(request, cancellationToken);
        }

        public override async ValueTask<PaymentPage?> ListPageAsync(ListPaymentsRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            Asked.TrySetResult();
            if (Hangs is not null)
            {
                return await Hangs.Task;
            }

            if (Page is { } page)
            {
                return page(request);
            }

            var all = (await Inner.ReadLedgerAsync(cancellationToken)).Where(payment => !IsHidden(payment) && (request.Since is null || _changed[payment.OrderId] >= request.Since)).OrderBy(static payment => payment.OrderId).ToList();
            var first = request.After is null ? 0 : int.Parse(request.After, System.Globalization.CultureInfo.InvariantCulture);
            return new PaymentPage([.. all.Skip(first).Take(3)], first + 3 < all.Count ? $"{first + 3}" : null) { Foreign = Foreign };
        }
    }
}
