using Bookstore.Testing;
using Bookstore.Workflow;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Hosting;

/// <summary>What is due or needs a person, in one list.</summary>
public sealed class WorkListTests
{
    [Fact]
    public async Task ListWorkAsync_nothing_to_do_lists_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceCapturedAsync(TestShop.Martian);

        (await ListAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListWorkAsync_call_is_listed_while_it_is_due()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        var item = new WorkItem
        {
            Id = order.Id,
            Kind = WorkItemKind.Payment,
            State = WorkItemState.Due,
            OrderId = order.Id,
            Gateway = shop.Gateway.Name,
            DueAt = (await shop.Sales.ListPaymentsAsync(order.Id)).Single().NextAttemptAt,
            Attempts = 0,
        };
        (await ListAsync(shop)).ShouldBe([item]);

        // A try whose outcome is unknown is repeated after a pause.
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.AnswerUnknown);
        await shop.Settlement.RunOnceAsync();
        (await ListAsync(shop)).ShouldBeEmpty();
        shop.Time.Advance(TimeSpan.FromHours(1));
        (await ListAsync(shop)).ShouldHaveSingleItem().Attempts.ShouldBe(1);

        await shop.Settlement.RunOnceAsync();
        (await ListAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindOverdueWorkAsync_finds_a_call_that_no_host_makes_for_longer_than_asked()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        (await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(5))).ShouldBeNull("it is due only now");

        shop.Time.Advance(TimeSpan.FromMinutes(10));
        var overdue = await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(5));
        (overdue!.Id, overdue.Kind, overdue.Gateway).ShouldBe((order.Id, WorkItemKind.Payment, shop.Gateway.Name));
        (await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(15))).ShouldBeNull();

        await shop.Settlement.RunOnceAsync();
        (await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(5))).ShouldBeNull();
    }

    [Fact]
    public async Task FindOverdueWorkAsync_call_that_is_tried_is_not_overdue()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian);
        shop.Time.Advance(TimeSpan.FromMinutes(10));
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.AnswerUnknown);

        await shop.Settlement.RunOnceAsync();

        (await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromSeconds(1))).ShouldBeNull();
    }

    [Fact]
    public async Task FindOverdueWorkAsync_finds_courier_calls_too()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });
        shop.Time.Advance(TimeSpan.FromMinutes(10));

        (await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromMinutes(5)))!.DeliveryId.ShouldBe(scheduled.Delivery!.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(366)]
    public async Task FindOverdueWorkAsync_time_out_of_range_is_refused(int days)
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Maintenance.FindOverdueWorkAsync(TimeSpan.FromDays(days)));
    }

    [Fact]
    public async Task ListWorkAsync_refused_call_needs_a_person_and_is_not_due()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
        shop.Time.Advance(TimeSpan.FromHours(1));

        var item = (await ListAsync(shop)).ShouldHaveSingleItem();

        (item.Id, item.State, item.OrderAttention!.Reason, item.DueAt).ShouldBe((order, WorkItemState.Attention, AttentionReason.CaptureRefused, null));
        (await ListAsync(shop, WorkItemKind.Payment, WorkItemState.Attention)).ShouldBe([item]);
        (await ListAsync(shop, state: WorkItemState.Due)).ShouldBeEmpty();
        (await ListAsync(shop, WorkItemKind.Courier)).ShouldBeEmpty();
    }

    // It is retried, and a person is needed all the same: it is listed once.
    [Fact]
    public async Task ListWorkAsync_call_that_is_retried_and_needs_a_person_is_listed_once()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        var order = await UnfinishedPayments.UnknownCaptureAsync(shop);
        shop.Time.Advance(TimeSpan.FromHours(1));

        var item = (await ListAsync(shop)).ShouldHaveSingleItem();

        (item.Id, item.State, item.OrderAttention!.Reason, item.Attempts).ShouldBe((order, WorkItemState.Attention, AttentionReason.OutcomeUnknown, 10));
        item.DueAt.ShouldNotBeNull();
        (await ListAsync(shop, state: WorkItemState.Due)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListWorkAsync_courier_call_names_its_delivery_and_its_courier()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 High Street" })).Delivery!;
        shop.Time.Advance(TimeSpan.FromHours(1));

        var item = (await ListAsync(shop)).ShouldHaveSingleItem();

        (item.Id, item.DeliveryId, item.OrderId, item.Kind, item.State, item.Courier).ShouldBe((delivery.Id, delivery.Id, order.Id, WorkItemKind.Courier, WorkItemState.Due, "local"));
        (await ListAsync(shop, WorkItemKind.Payment)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListWorkAsync_pages_of_any_size_have_each_item_once_and_end()
    {
        await using var shop = await TestShop.OpenAsync();
        var all = new List<Guid> { await UnfinishedPayments.CaptureRefusedAsync(shop), await UnfinishedPayments.CaptureRefusedAsync(shop) };
        foreach (var card in (string[])[TestShop.Card, TestShop.GatewayFails, TestShop.Card])
        {
            all.Add((await shop.PlaceAsync(TestShop.Odyssey, card: card)).Order!.Id);
        }

        shop.Time.Advance(TimeSpan.FromHours(1));
        var whole = await ListAsync(shop);
        whole.Select(static item => item.Id).ShouldBe([all[1], all[0], all[2], all[4], all[3]]);
        for (var limit = 1; limit <= 6; limit++)
        {
            (await ListAsync(shop, limit: limit)).ShouldBe(whole);
        }

        (await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 5 })).Next.ShouldBeNull();
    }

    [Fact]
    public async Task ListWorkAsync_cursor_of_another_filter_or_list_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await UnfinishedPayments.CaptureRefusedAsync(shop);
        await UnfinishedPayments.CaptureRefusedAsync(shop);
        var next = (await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 1 })).Next.ShouldNotBeNull();

        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Maintenance.ListWorkAsync(new WorkQuery { Kind = WorkItemKind.Payment, After = next }));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Maintenance.ListWorkAsync(new WorkQuery { State = WorkItemState.Attention, After = next }));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Sales.ListOrdersAsync(new OrderQuery { After = next }));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Maintenance.ListWorkAsync(new WorkQuery { After = "nonsense" }));
    }

    [Fact]
    public async Task ListWorkAsync_member_out_of_range_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Maintenance.ListWorkAsync(new WorkQuery { Kind = (WorkItemKind)8 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Maintenance.ListWorkAsync(new WorkQuery { State = (WorkItemState)3 }));
    }

    private static async Task<IReadOnlyList<WorkItem>> ListAsync(TestShop shop, WorkItemKind? kind = null, WorkItemState? state = null, int limit = 100)
    {
        var all = new List<WorkItem>();
        string? after = null;
        do
        {
            var page = await shop.Maintenance.ListWorkAsync(new WorkQuery { Kind = kind, State = state, Limit = limit, After = after });
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return all;
    }
}
