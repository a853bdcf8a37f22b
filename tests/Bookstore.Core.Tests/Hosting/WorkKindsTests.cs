using Bookstore.Events.Consumers;
using Bookstore.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Hosting;

/// <summary>Refunds, events and notifications in the list of work, and their retries.</summary>
public sealed class WorkKindsTests
{
    [Fact]
    public async Task Refund_that_was_refused_is_work_of_its_own_and_its_order_is_not_listed_beside_it()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.RefundRefused);
        var refund = (await shop.Refunds.ListAsync(order)).ShouldHaveSingleItem();

        var item = (await ListAsync(shop)).ShouldHaveSingleItem();
        (item.Id, item.Kind, item.State, item.OrderId, item.RefundId).ShouldBe((refund.Id, WorkItemKind.Refund, WorkItemState.Attention, order, refund.Id));
        (item.OrderAttention!.Reason, item.LastError, item.Gateway, item.DueAt).ShouldBe((AttentionReason.RefundRefused, "refused_by_plan", shop.Gateway.Name, null));
        item.Action.ShouldStartWith("Retry, pay the customer back another way");
        (await ListAsync(shop, WorkItemKind.Payment)).ShouldBeEmpty();

        var retried = await shop.Maintenance.RetryWorkAsync(item.Id, new IdempotencyKey("test", "1"));
        (retried.Outcome, retried.Kind, retried.OrderId, retried.Replayed).ShouldBe((RetryWorkOutcome.Retried, WorkItemKind.Refund, order, false));
        (await ListAsync(shop)).ShouldHaveSingleItem().State.ShouldBe(WorkItemState.Due);
        (await shop.Maintenance.RetryWorkAsync(item.Id, new IdempotencyKey("test", "1"))).Replayed.ShouldBeTrue();
        await shop.Settlement.RunOnceAsync();
        (await ListAsync(shop)).ShouldBeEmpty();
        (await shop.Refunds.FindAsync(refund.Id))!.Status.ShouldBe(RefundStatus.Succeeded);
        (await shop.Maintenance.RetryWorkAsync(item.Id)).Outcome.ShouldBe(RetryWorkOutcome.NotFound);
    }

    [Fact]
    public async Task Return_that_needs_a_person_is_listed_the_longest_waiting_first_and_cannot_be_retried()
    {
        await using var shop = await TestShop.OpenAsync();
        var waiting = new List<Return>();
        for (var i = 0; i < 3; i++)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            var order = await shop.PlaceCapturedAsync(TestShop.Odyssey);
            waiting.Add((await shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order.Id })).Return!);
        }

        var first = await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 2 });
        var last = await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 2, After = first.Next });

        var all = first.Items.Concat(last.Items).ToArray();
        all.Select(static item => (item.Id, item.Kind, item.State, item.OrderId, item.ReturnAttention)).ShouldBe(
            waiting.Select(static known => (known.Id, WorkItemKind.Return, WorkItemState.Attention, (Guid?)known.OrderId, known.Attention)));
        all[0].Action.ShouldStartWith("Cancel what has not left the house");
        (await ListAsync(shop, WorkItemKind.Return)).ShouldBe(all);
        (await ListAsync(shop, WorkItemKind.Return, WorkItemState.Due)).ShouldBeEmpty();

        (await shop.Maintenance.RetryWorkAsync(waiting[0].Id)).ShouldBe(new RetryWorkResult { Outcome = RetryWorkOutcome.NotRetryable, Kind = WorkItemKind.Return, OrderId = waiting[0].OrderId });
        await shop.Returns.CancelAsync(waiting[0].Id);
        (await ListAsync(shop)).Select(static item => item.Id).ShouldBe([waiting[1].Id, waiting[2].Id]);
        (await shop.Maintenance.RetryWorkAsync(waiting[0].Id)).Outcome.ShouldBe(RetryWorkOutcome.NotFound);
    }

    [Fact]
    public async Task Refund_whose_outcome_is_unclear_is_listed_once_and_while_it_is_tried_on()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.Contradiction);
        shop.Time.Advance(TimeSpan.FromHours(1));

        var item = (await ListAsync(shop)).ShouldHaveSingleItem();

        (item.Kind, item.State, item.OrderId, item.OrderAttention!.Reason).ShouldBe((WorkItemKind.Refund, WorkItemState.Attention, order, AttentionReason.Contradiction));
        item.DueAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Refund_of_another_version_is_not_retried_and_a_key_of_another_decision_neither()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.RefundRefused);
        var id = (await shop.Refunds.ListAsync(order)).Single().Id;
        var key = new IdempotencyKey("test", "1");

        (await shop.Maintenance.RetryWorkAsync(id, expectedVersion: ExpectedVersion.Of(1))).Outcome.ShouldBe(RetryWorkOutcome.PreconditionFailed);
        (await shop.Refunds.GiveUpAsync(id, "no answer", AttentionReason.OutcomeUnknown)).Outcome.ShouldBe(ResolveRefundOutcome.AttentionChanged);
        (await shop.Refunds.GiveUpAsync(id, "no answer", AttentionReason.RefundRefused, key)).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        (await shop.Refunds.GiveUpAsync(id, "no answer", AttentionReason.RefundRefused, key)).Replayed.ShouldBeTrue();
        (await shop.Refunds.MarkDoneAsync(id, "SEPA 1", AttentionReason.RefundRefused, key)).Outcome.ShouldBe(ResolveRefundOutcome.IdempotencyKeyReused);
        (await ListAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Event_that_a_handler_does_not_get_is_listed_until_it_is_handled()
    {
        var consumer = new RecordingConsumer(static test => test with { ParkAfter = 1 });
        await using var shop = await TestShop.OpenAsync(register: consumer.Register);
        consumer.Fail(1, 3);
        await shop.Consumers.RunOnceAsync(default);

        var parked = await ListAsync(shop, WorkItemKind.EventHandler);
        parked.Select(static item => (item.Kind, item.State, item.Source, item.Attempts, item.LastError, item.DueAt)).ShouldBe(Enumerable.Repeat(
            (WorkItemKind.EventHandler, WorkItemState.Attention, (string?)"test", 1, (string?)"as told", (DateTimeOffset?)null), 2));
        parked.ShouldAllBe(static item => item.ParkedSince != null && item.EventId != null && item.OrderId == null);
        (await ListAsync(shop, WorkItemKind.Webhook)).ShouldBeEmpty();
        (await ListAsync(shop, limit: 1)).ShouldBe(parked);

        consumer.Fail();
        (await shop.Maintenance.RetryWorkAsync(parked[0].Id)).Outcome.ShouldBe(RetryWorkOutcome.Retried);
        (await ListAsync(shop)).Select(static item => item.State).ShouldBe([WorkItemState.Attention, WorkItemState.Due]);
        await shop.Consumers.RunOnceAsync(default);
        (await ListAsync(shop)).ShouldHaveSingleItem().Id.ShouldBe(parked[1].Id);
        (await shop.Maintenance.RetryWorkAsync(parked[0].Id)).Outcome.ShouldBe(RetryWorkOutcome.NotFound);
    }

    [Fact]
    public async Task Notification_is_due_then_parked_then_worked_on_again()
    {
        var sender = new Sender();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<INotificationSource>(sender));
        var inbox = shop.Get<IInbox>();
        await inbox.ReceiveAsync("sender", new IncomingNotification { Body = "n1"u8.ToArray(), Headers = new Dictionary<string, string>() });
        var due = (await ListAsync(shop)).ShouldHaveSingleItem();
        (due.Kind, due.State, due.Source, due.Attempts, due.ParkedSince).ShouldBe((WorkItemKind.Inbox, WorkItemState.Due, "sender", 0, null));

        sender.Fails = true;
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await shop.Maintenance.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromHours(1));
        }

        var parked = (await ListAsync(shop, WorkItemKind.Inbox, WorkItemState.Attention)).ShouldHaveSingleItem();
        (parked.Id, parked.Attempts, parked.LastError, parked.DueAt).ShouldBe((due.Id, 10, nameof(InvalidDataException), null));
        (await shop.Maintenance.RetryWorkAsync(parked.Id, expectedVersion: ExpectedVersion.Of("1"))).Outcome.ShouldBe(RetryWorkOutcome.PreconditionFailed);
        (await shop.Maintenance.RetryWorkAsync(parked.Id)).ShouldBe(new RetryWorkResult { Outcome = RetryWorkOutcome.Retried, Kind = WorkItemKind.Inbox });
        (await shop.Maintenance.RetryWorkAsync(parked.Id)).Outcome.ShouldBe(RetryWorkOutcome.Retried, "it is being retried");
        (await ListAsync(shop)).ShouldHaveSingleItem().State.ShouldBe(WorkItemState.Due);
        sender.Fails = false;
        await shop.Maintenance.RunOnceAsync();
        (await ListAsync(shop)).ShouldBeEmpty();
        (await shop.Maintenance.RetryWorkAsync(parked.Id)).Outcome.ShouldBe(RetryWorkOutcome.NotFound);
    }

    [Fact]
    public async Task Payment_and_courier_call_are_retried_by_their_own_ids()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);

        (await shop.Maintenance.RetryWorkAsync(order)).ShouldBe(new RetryWorkResult { Outcome = RetryWorkOutcome.Retried, Kind = WorkItemKind.Payment, OrderId = order });
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await shop.Maintenance.RetryWorkAsync(order)).Outcome.ShouldBe(RetryWorkOutcome.NotFound);
        (await shop.Maintenance.RetryWorkAsync(Guid.NewGuid())).ShouldBe(new RetryWorkResult { Outcome = RetryWorkOutcome.NotFound });
        await Should.ThrowAsync<ArgumentException>(() => shop.Maintenance.RetryWorkAsync(Guid.Empty));
    }

    private static async Task<IReadOnlyList<WorkItem>> ListAsync(TestShop shop, WorkItemKind? kind = null, WorkItemState? state = null, int limit = 100)
    {
        var all = new List<WorkItem>();
        string? after = null;
        do
        {
            var page = await shop.Maintenance.ListWorkAsync(new WorkQuery { Kind = kind, State = state, Limit = limit, After = after });
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return all;
    }

    private sealed class Sender : INotificationSource
    {
        public bool Fails { get; set; }

        public string Source => "sender";

        public NotificationReading Read(IncomingNotification request) => NotificationReading.Of(new Notification(System.Text.Encoding.UTF8.GetString(request.Body.Span), "payment", "reference"));

        public ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken) =>
            Fails ? throw new InvalidDataException("not now") : ValueTask.FromResult<Guid?>(null);
    }
}
