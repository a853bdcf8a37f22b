using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>The list of payments in pages and since a time, of a file and in memory.</summary>
public sealed class LedgerPageTests : IDisposable
{
    private static readonly PaymentToken Card = new("4929 1234 5678 9876");

    private readonly TestLedger _ledger = new();
    private readonly ManualTime _time = new();

    public static TheoryData<bool> Ledgers => [true, false];

    [Theory]
    [MemberData(nameof(Ledgers))]
    public async Task Every_payment_is_listed_once_in_its_last_state_in_pages_of_any_size(bool inFile)
    {
        await using var gateway = Open(inFile);
        for (var i = 0; i < 12; i++)
        {
            await TestLedger.MakeOneOfEachAsync(gateway, [TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId()]);
        }

        var whole = (await TestLedger.ListAsync(gateway)).OrderBy(static payment => payment.OrderId).ToArray();
        whole.Length.ShouldBe(60);
        foreach (var limit in (int[])[1, 7, 60, 1_000])
        {
            var pages = await PagesAsync(gateway, null, limit);

            pages.ShouldAllBe(page => page.Payments.Count <= limit);
            pages.SelectMany(static page => page.Payments).OrderBy(static payment => payment.OrderId).ShouldBe(whole);
        }
    }

    [Theory]
    [MemberData(nameof(Ledgers))]
    public async Task Since_a_time_it_lists_what_was_made_captured_voided_or_refunded_then(bool inFile)
    {
        await using var gateway = Open(inFile);
        var orders = Enumerable.Range(0, 6).Select(static _ => TestLedger.NewId()).ToArray();
        foreach (var order in orders[..5])
        {
            await AuthorizeAsync(gateway, order);
        }

        await gateway.CaptureAsync(orders[3], TestLedger.Price, default);
        _time.Advance(TimeSpan.FromDays(1));
        var since = _time.GetUtcNow();
        await gateway.CaptureAsync(orders[1], TestLedger.Price, default);
        await gateway.VoidAsync(orders[2], default);
        await gateway.RefundAsync(orders[3], new Money(1m, "USD"), default);
        await gateway.AuthorizeAsync(new AuthorizeRequest(orders[5], TestLedger.Price, null), default);

        (await PagesAsync(gateway, since, 2)).SelectMany(static page => page.Payments).Select(static payment => payment.OrderId).ShouldBe([orders[1], orders[2], orders[3], orders[5]], ignoreOrder: true);
        (await PagesAsync(gateway, since + TimeSpan.FromTicks(1), 2)).ShouldHaveSingleItem().Payments.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ledgers))]
    public async Task A_payment_that_changes_between_two_pages_is_not_left_out(bool inFile)
    {
        await using var gateway = Open(inFile);
        var orders = Enumerable.Range(0, 9).Select(static _ => TestLedger.NewId()).ToArray();
        foreach (var order in orders)
        {
            await AuthorizeAsync(gateway, order);
        }

        var first = (await gateway.ListPageAsync(new ListPaymentsRequest(null, null, 3), default))!;
        foreach (var order in orders)
        {
            await gateway.CaptureAsync(order, TestLedger.Price, default);
        }

        var rest = await PagesAsync(gateway, null, 3, first.Next);
        var last = first.Payments.Concat(rest.SelectMany(static page => page.Payments)).GroupBy(static payment => payment.OrderId).Select(static listed => listed.Last()).ToArray();
        last.Select(static payment => payment.OrderId).ShouldBe(orders, ignoreOrder: true);
        last.Except(first.Payments).ShouldAllBe(static payment => payment.Status == GatewayPaymentStatus.Captured);
    }

    [Fact]
    public async Task A_file_of_more_lines_than_a_page_looks_at_is_listed_with_little_of_it_in_memory()
    {
        const int Orders = LedgerPage.MaxLookedAt + 1_500;
        await using var gateway = Open(inFile: true, maxOrdersInMemory: 1_000);
        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (_, _) => await AuthorizeAsync(gateway, TestLedger.NewId()));
        _time.Advance(TimeSpan.FromMinutes(1));
        var since = _time.GetUtcNow();
        var late = TestLedger.NewId();
        await AuthorizeAsync(gateway, late);

        var pages = await PagesAsync(gateway, since, 1_000);

        pages.Count.ShouldBe(2);
        pages[0].Payments.ShouldBeEmpty();
        pages[1].Payments.ShouldHaveSingleItem().OrderId.ShouldBe(late);
    }

    [Fact]
    public async Task The_payments_of_a_page_share_their_turns_at_the_file()
    {
        const int Orders = 1_000;
        await using var gateway = Open(inFile: true);
        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (_, _) => await AuthorizeAsync(gateway, TestLedger.NewId()));
        var states = new Dictionary<Guid, PaymentState>();
        await foreach (var (orderId, state) in LedgerReader.ReadAsync(_ledger.Path, new FileInfo(_ledger.Path).Length, default))
        {
            states.Add(orderId, state);
        }

        var turns = 0;
        var page = await new LedgerPages(_ledger.Path, () => new FileInfo(_ledger.Path).Length, Find).ReadAsync(DateTime.MinValue, 0, Orders, default);

        (page.Payments.Count, page.Next).ShouldBe((Orders, null));
        turns.ShouldBeLessThanOrEqualTo(5);

        ValueTask<PaymentState[]> Find(IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
        {
            turns++;
            return ValueTask.FromResult(orderIds.Select(id => states[id]).ToArray());
        }
    }

    [Fact]
    public async Task Payments_of_other_shops_in_the_same_file_are_counted_and_left_out()
    {
        await using var one = Open(inFile: true, shop: "one");
        await using var other = Open(inFile: true, shop: "other");
        var own = TestLedger.NewId();
        await AuthorizeAsync(one, own);
        await one.CaptureAsync(own, TestLedger.Price, default);
        await one.RefundAsync(own, new Money(1m, "USD"), default);
        await AuthorizeAsync(other, TestLedger.NewId());

        var page = (await PagesAsync(one, null, 10)).ShouldHaveSingleItem();

        (page.Payments.ShouldHaveSingleItem().OrderId, page.Foreign).ShouldBe((own, 1));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public async Task A_place_of_another_gateway_is_refused(string place)
    {
        await using var gateway = Open(inFile: true);
        await Should.ThrowAsync<InvalidCursorException>(async () => await gateway.ListPageAsync(new ListPaymentsRequest(null, place, 10), default));
    }

    [Theory]
    [MemberData(nameof(Ledgers))]
    public async Task A_place_behind_the_end_has_nothing(bool inFile)
    {
        await using var gateway = Open(inFile);
        await AuthorizeAsync(gateway, TestLedger.NewId());
        foreach (var place in (string[])["1000", "1099511627776", "9223372036854775807"])
        {
            var page = (await gateway.ListPageAsync(new ListPaymentsRequest(null, place, 10), default))!;
            page.Next.ShouldBeNull(place);
        }
    }

    public void Dispose() => _ledger.Dispose();

    private static Task<AuthorizeResult> AuthorizeAsync(SimulatedPaymentGateway gateway, Guid order) => gateway.AuthorizeAsync(new AuthorizeRequest(order, TestLedger.Price, Card), default).AsTask();

    private static async Task<List<PaymentPage>> PagesAsync(SimulatedPaymentGateway gateway, DateTimeOffset? since, int limit, string? after = null)
    {
        var pages = new List<PaymentPage>();
        do
        {
            pages.Add((await gateway.ListPageAsync(new ListPaymentsRequest(since, after, limit), default)).ShouldNotBeNull());
            after = pages[^1].Next;
        }
        while (after is not null);
        return pages;
    }

    private SimulatedPaymentGateway Open(bool inFile, int maxOrdersInMemory = 200_000, string? shop = null) =>
        new(new SimulatedPaymentGatewayOptions { LedgerPath = inFile ? _ledger.Path : null, MaxOrdersInMemory = maxOrdersInMemory, LedgerSync = LedgerSync.EverySecond, Shop = shop }, _time);
}
