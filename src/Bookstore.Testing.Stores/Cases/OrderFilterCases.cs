using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Lists of orders by payment status and by the time that they show, alone and with the other conditions.</summary>
internal sealed class OrderFilterCases : StoreCases
{
    private const int Limit = 3;

    // Two pages are not enough to look at all of them.
    private const int Many = (2 * KeysetPage.MaxSkipped) + (3 * Limit);

    private const int SavedTogether = 500;

    [Case]
    public async Task Orders_are_listed_by_payment_status()
    {
        await SaveAsync([.. Enumerable.Range(1, 12).Select(Order)]);

        (await ListAsync(new OrderFilter { PaymentStatus = PaymentStatus.Captured })).ShouldBe([12, 9, 6, 3]);
        (await ListAsync(new OrderFilter { PaymentStatus = PaymentStatus.Captured }, after: 9, limit: 1)).ShouldBe([6]);
        (await ListAsync(new OrderFilter { PaymentStatus = PaymentStatus.Captured, CustomerId = "even" })).ShouldBe([12, 6]);
        (await ListAsync(new OrderFilter { PaymentStatus = PaymentStatus.Captured, Status = OrderStatus.Cancelled })).ShouldBe([12]);
        (await ListAsync(new OrderFilter { PaymentStatus = PaymentStatus.Authorized, NeedsAttention = true })).ShouldBe([10, 5]);
        (await ListAsync(new OrderFilter { PaymentStatus = PaymentStatus.Refunded })).ShouldBeEmpty();
    }

    [Case]
    public async Task Orders_are_listed_from_a_time_and_before_a_time()
    {
        await SaveAsync([.. Enumerable.Range(1, 12).Select(Order)]);

        (await ListAsync(new OrderFilter { CreatedAfter = At(9) })).ShouldBe([12, 11, 10, 9]);
        (await ListAsync(new OrderFilter { CreatedAfter = At(9).AddTicks(1) })).ShouldBe([12, 11, 10]);
        (await ListAsync(new OrderFilter { CreatedBefore = At(4) })).ShouldBe([3, 2, 1]);
        (await ListAsync(new OrderFilter { CreatedBefore = At(4).AddTicks(1) })).ShouldBe([4, 3, 2, 1]);
        (await ListAsync(new OrderFilter { CreatedAfter = At(4), CreatedBefore = At(7) })).ShouldBe([6, 5, 4]);
        (await ListAsync(new OrderFilter { CreatedAfter = At(4), CreatedBefore = At(7) }, after: 6, limit: 1)).ShouldBe([5]);
        (await ListAsync(new OrderFilter { CreatedAfter = At(7), CreatedBefore = At(7) })).ShouldBeEmpty();
        (await ListAsync(new OrderFilter { CreatedAfter = Records.Latest })).ShouldBeEmpty();
        (await ListAsync(new OrderFilter { CreatedBefore = Records.Earliest })).ShouldBeEmpty();
        (await ListAsync(new OrderFilter { CreatedAfter = Records.Earliest, CreatedBefore = Records.Latest })).Count.ShouldBe(12);
    }

    [Case]
    public async Task Every_condition_holds_together_with_the_others()
    {
        await SaveAsync([.. Enumerable.Range(1, 60).Select(Order)]);
        foreach (var customer in (string?[])[null, "even"])
        {
            foreach (var status in (OrderStatus?[])[null, OrderStatus.Cancelled])
            {
                foreach (var attention in (bool[])[false, true])
                {
                    var filter = new OrderFilter
                    {
                        CustomerId = customer,
                        Status = status,
                        NeedsAttention = attention,
                        PaymentStatus = PaymentStatus.Authorized,
                        CreatedAfter = At(5),
                        CreatedBefore = At(50),
                    };
                    var expected = Enumerable.Range(1, 60).Where(number => filter.Matches(Order(number).Order)).Reverse();
                    (await ListAsync(filter)).ShouldBe(expected);
                }
            }
        }
    }

    // What an order shows is by the clock of the host that took it, which may be wrong: it says nothing of the order's place in the list.
    [Case]
    public async Task An_order_that_shows_another_time_than_its_neighbours_is_found()
    {
        await SaveAsync(Order(1), At(Order(2), Records.Time.AddYears(-3)), At(Order(3), Records.Time.AddYears(3)), Order(4));

        (await ListAsync(new OrderFilter { CreatedBefore = Records.Time })).ShouldBe([2]);
        (await ListAsync(new OrderFilter { CreatedAfter = Records.Time.AddDays(1) })).ShouldBe([3]);
        (await ListAsync(new OrderFilter { CreatedAfter = Records.Time, CreatedBefore = Records.Time.AddDays(1) })).ShouldBe([4, 1]);
    }

    [Case]
    public async Task Filtered_orders_come_in_pages_of_bounded_work()
    {
        for (var number = 1; number <= Many; number += SavedTogether)
        {
            await SaveAsync([.. Enumerable.Range(number, Math.Min(SavedTogether, Many - number + 1)).Select(Rare)]);
        }

        foreach (var filter in (OrderFilter[])[
            new() { PaymentStatus = PaymentStatus.Captured },
            new() { CreatedBefore = Records.Time },
            new() { PaymentStatus = PaymentStatus.Captured, Status = OrderStatus.Created },
            new() { PaymentStatus = PaymentStatus.Captured, CustomerId = "busy" },
            new() { CreatedBefore = Records.Time, NeedsAttention = true }])
        {
            var first = await Store.ListOrdersAsync(filter, null, Limit, default);
            first.Items.ShouldBeEmpty();
            first.Next.ShouldBe(Records.Id(Many - (int)KeysetPage.MaxLookedAt(Limit) + 1));
            (await WalkAsync(filter)).ShouldBe([Many / 2, 1]);
        }
    }

    private static DateTimeOffset At(int number) => Records.Time.AddMinutes(number);

    private static OrderRecord At(OrderRecord record, DateTimeOffset time) => record with { Order = record.Order with { CreatedAt = time } };

    private static OrderRecord Order(int number)
    {
        var record = Records.Order(Records.Id(number), number % 4 == 0 ? OrderStatus.Cancelled : OrderStatus.Created, number % 2 == 0 ? "even" : "odd");
        return At(record with
        {
            Order = record.Order with
            {
                PaymentStatus = number % 3 == 0 ? PaymentStatus.Captured : PaymentStatus.Authorized,
                Attention = number % 5 == 0 ? new OrderAttention(AttentionReason.OutcomeUnknown, null, Records.Time) : null,
            },
        }, At(number));
    }

    private static OrderRecord Rare(int number)
    {
        var isRare = number is 1 or Many / 2;
        var record = Records.Order(Records.Id(number), customerId: "busy");
        return record with
        {
            Order = record.Order with
            {
                PaymentStatus = isRare ? PaymentStatus.Captured : PaymentStatus.Authorized,
                CreatedAt = isRare ? Records.Time.AddDays(-1) : Records.Time,
                Attention = new OrderAttention(AttentionReason.OutcomeUnknown, null, Records.Time),
            },
        };
    }

    private static int NumberOf(OrderRecord record) => Convert.ToInt32(record.Order.Id.ToString("N")[20..], 16);

    private async Task<IReadOnlyList<int>> ListAsync(OrderFilter filter, int? after = null, int limit = 100) =>
        [.. (await Store.ListOrdersAsync(filter, after is { } number ? Records.Id(number) : null, limit, default)).Items.Select(NumberOf)];

    private async Task<IReadOnlyList<int>> WalkAsync(OrderFilter filter)
    {
        var all = new List<int>();
        var pages = 0;
        Guid? after = null;
        do
        {
            var page = await Store.ListOrdersAsync(filter, after, Limit, default);
            all.AddRange(page.Items.Select(NumberOf));
            after = page.Next;
            (++pages).ShouldBeLessThan(10);
        }
        while (after is not null);

        return all;
    }
}
