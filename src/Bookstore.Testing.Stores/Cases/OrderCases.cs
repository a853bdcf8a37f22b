using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Orders: every field, and the lists.</summary>
internal sealed class OrderCases : StoreCases
{
    [Case("USD")]
    [Case("JPY")]
    [Case("BHD")]
    public async Task An_order_comes_back_with_every_field(string currency)
    {
        var order = Full(currency);
        await ShouldComeBackAsync(order);
    }

    [Case]
    public Task An_order_comes_back_without_what_it_does_not_have() => ShouldComeBackAsync(Records.Order(Records.Id(1)));

    [Case]
    public Task Zero_and_empty_are_told_from_missing() => ShouldComeBackAsync(Records.Order(Records.Id(1), dueAt: Records.Earliest) with
    {
        LeaseHolder = Guid.Empty,
        Gateway = string.Empty,
        ReservationId = Guid.Empty,
        Order = Records.Order(Records.Id(1)).Order with
        {
            PaymentTransactionId = string.Empty,
            PaymentFailureCode = string.Empty,
            DeliveryId = Guid.Empty,
            Attention = new OrderAttention(AttentionReason.OutcomeUnknown, string.Empty, Records.Earliest),
        },
    });

    [Case]
    public async Task A_changed_order_keeps_its_lines_and_loses_what_was_cleared()
    {
        var before = Full("USD");
        var after = before with
        {
            Order = before.Order with { Status = OrderStatus.Created, PaymentFailureCode = null, DeliveryId = null, IsDispatched = false, Attention = null, Resolution = null },
            Fence = before.Fence - 1,
            LeaseHolder = null,
            DueAt = null,
            PendingAction = null,
            Attempts = 0,
            Gateway = null,
            PaymentRetries = 0,
        };
        await SaveAsync(before);
        await ShouldComeBackAsync(after);
    }

    [Case]
    public async Task The_copies_of_an_order_that_was_handled_whole_follow_from_its_status()
    {
        var order = Records.Order(Records.Id(1));
        await SaveAsync(order);
        (OrderStatus Status, bool IsDispatched, Func<OrderLine, OrderLine> Counts)[] steps =
        [
            (OrderStatus.Created, true, static line => line with { Dispatched = line.Quantity }),
            (OrderStatus.Delivered, true, static line => line with { Dispatched = line.Quantity, Delivered = line.Quantity }),
            (OrderStatus.Delivered, false, static line => line with { Dispatched = line.Quantity, Delivered = line.Quantity, Returned = line.Quantity }),
            (OrderStatus.Cancelled, true, static line => line with { Dispatched = line.Quantity, Lost = line.Quantity }),
            (OrderStatus.Cancelled, false, static line => line with { Cancelled = line.Quantity }),
        ];
        foreach (var (status, isDispatched, counts) in steps)
        {
            var whole = order with { Order = order.Order with { Status = status, IsDispatched = isDispatched, Lines = [.. order.Order.Lines.Select(counts)] } };
            OrderDetails.Format(whole.Order).ShouldBeNull();
            await ShouldComeBackAsync(whole);
            await ShouldComeBackAsync(order with { Order = order.Order with { Status = status, IsDispatched = isDispatched } });
        }
    }

    [Case]
    public async Task What_happened_to_the_copies_of_a_line_is_kept()
    {
        var before = Records.Order(Records.Id(1));
        var after = Version(before with { Order = before.Order with { Lines = [before.Order.Lines[0] with { Dispatched = 1, Cancelled = 1 }] } }, 2);
        await SaveAsync(before);
        await ShouldComeBackAsync(after);
        await ShouldComeBackAsync(Version(after with { Order = after.Order with { Lines = before.Order.Lines } }, 3));
    }

    [Case]
    public async Task A_part_of_a_total_whose_capture_was_asked_for_is_kept_and_cleared()
    {
        var order = Records.Order(Records.Id(1));
        await SaveAsync(order);
        await ShouldComeBackAsync(Version(order with { Order = order.Order with { CaptureAmount = Money.FromMinorUnits(1, order.Order.Total.Currency) } }, 2));
        await ShouldComeBackAsync(Version(order with { Order = order.Order with { PaymentAttempt = 2 } }, 3));
        await ShouldComeBackAsync(Version(order, 4));
    }

    [Case]
    public async Task The_end_of_an_authorization_and_a_dispute_are_kept_and_cleared()
    {
        var order = Records.Order(Records.Id(1));
        var dispute = new OrderDispute("dp_1", DisputeStatus.Open, Money.FromMinorUnits(1, order.Order.Total.Currency), null, Records.Time);
        await SaveAsync(order);
        await ShouldComeBackAsync(Version(order with { Order = order.Order with { AuthorizedUntil = Records.Time.AddMicroseconds(1) } }, 2));
        await ShouldComeBackAsync(Version(order with { Order = order.Order with { Dispute = dispute } }, 3));
        await ShouldComeBackAsync(Version(order with { Order = order.Order with { Dispute = dispute with { Status = DisputeStatus.Lost, Reason = "fraudulent" } } }, 4));
        await ShouldComeBackAsync(Version(order, 5));
    }

    [Case]
    public async Task A_version_begins_with_zero_and_rises_with_every_kind_of_change()
    {
        var order = Version(Records.Order(Records.Id(1), OrderStatus.Pending, dueAt: Records.Time), 0);
        await ShouldComeBackAsync(order);
        await ShouldComeBackAsync(order = Version(order, 1));
        await ShouldComeBackAsync(order = Version(order, 3) with { DueAt = Records.Time.AddMinutes(1) });
        await ShouldComeBackAsync(order = order with { Order = order.Order with { Version = 4, Status = OrderStatus.Created }, PendingAction = PaymentAction.Capture });
        await ShouldComeBackAsync(order with { Order = order.Order with { Version = 5, Status = OrderStatus.Delivered }, DueAt = null, PendingAction = null });
    }

    [Case]
    public async Task The_attention_of_an_order_changes_alone()
    {
        var order = Records.Order(Records.Id(1)) with { Gateway = "bank" };
        await SaveAsync(order);
        await ShouldComeBackAsync(Attended(order, AttentionReason.CaptureRefused, null));
        await ShouldComeBackAsync(Attended(order, AttentionReason.CaptureRefused, "expired"));
        await ShouldComeBackAsync(Attended(order, AttentionReason.Contradiction, "expired"));
        await ShouldComeBackAsync(order with { PaymentRetries = 1 });
        await ShouldComeBackAsync(order with { PaymentRetries = 1, Gateway = "other" });
        await ShouldComeBackAsync(Resolved(order, PaymentResolutionKind.MarkedDone, "bank 1"));
        await ShouldComeBackAsync(Resolved(order, PaymentResolutionKind.MarkedDone, "bank 2"));
        await ShouldComeBackAsync(Resolved(order, PaymentResolutionKind.MarkedDone, "bank 2", PaymentAction.Void));
        await ShouldComeBackAsync(Resolved(order, PaymentResolutionKind.MarkedDone, "bank 2", PaymentAction.Refund));
        await ShouldComeBackAsync(Resolved(Attended(order, AttentionReason.RefundRefused, null), PaymentResolutionKind.GivenUp, "bank 2"));
        await ShouldComeBackAsync(order);
    }

    [Case]
    public async Task A_state_that_only_a_newer_version_knows_is_kept()
    {
        var order = Records.Order(Records.Id(1), (OrderStatus)99) with { PendingAction = (PaymentAction)99, DueAt = Records.Time };
        await ShouldComeBackAsync(order with
        {
            Order = order.Order with { PaymentStatus = (PaymentStatus)99, Attention = new OrderAttention((AttentionReason)99, null, Records.Time), Resolution = new PaymentResolution((PaymentResolutionKind)99, "?", Records.Time) { Action = (PaymentAction)99 } },
        });
    }

    [Case]
    public async Task The_refunds_of_an_order_are_kept_and_never_exceed_its_total()
    {
        var order = Records.Order(Records.Id(1));
        await SaveAsync(order);
        var total = order.Order.Total;
        OrderRecord With(Money refunded, Money pending) => order with { Order = order.Order with { Refunded = refunded, RefundPending = pending } };
        await ShouldComeBackAsync(With(total * 0, total));
        await ShouldComeBackAsync(With(total, total * 0));
        foreach (var refused in (OrderRecord[])[With(total, Money.FromMinorUnits(1, total.Currency)), With(total * 0, total * 2), With(total * -1, total * 0)])
        {
            await using (var unit = await OpenAsync(keys => keys.Orders.Add(Records.Id(1))))
            {
                unit.Records.Orders.Put(Records.Id(1), refused);
                (await Should.ThrowAsync<BookstoreStoreException>(async () => await unit.CommitAsync(NextMark()))).IsOutcomeUnknown.ShouldBeFalse();
            }

            (await Store.FindOrderAsync(Records.Id(1), default))!.RefundsMinor.ShouldBe(total.MinorUnits);
        }

        await ShouldComeBackAsync(order);
    }

    [Case]
    public async Task Every_status_is_kept()
    {
        var number = 0;
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            foreach (var payment in Enum.GetValues<PaymentStatus>())
            {
                var order = Records.Order(Records.Id(++number), status);
                order = order with { Order = order.Order with { PaymentStatus = payment }, PendingAction = (PaymentAction)((number % 3) + 1) };
                await SaveAsync(order);
                (await Store.FindOrderAsync(order.Order.Id, default)).ShouldBeSameAs(order);
            }
        }
    }

    private static OrderRecord Version(OrderRecord order, int version) => order with { Order = order.Order with { Version = version } };

    private static OrderRecord Resolved(OrderRecord order, PaymentResolutionKind kind, string note, PaymentAction? action = null) =>
        order with { Order = order.Order with { Resolution = new PaymentResolution(kind, note, Records.Time) { Action = action } } };

    internal static OrderRecord Attended(OrderRecord order, AttentionReason reason, string? code) =>
        order with { Order = order.Order with { Attention = new OrderAttention(reason, code, Records.Time) } };

    private static OrderRecord Full(string currency) => new()
    {
        Order = new Order
        {
            Id = Records.AwkwardIds[^1],
            CustomerId = Texts.Mixed(Order.MaxCustomerIdLength),
            Lines = [.. Enumerable.Range(1, Order.MaxLines).Select(i =>
                new OrderLine(Records.Isbn(i), i == 1 ? Order.MaxQuantity : i, Money.FromMinorUnits(i == 1 ? Book.MaxPriceInMinorUnits : i, currency))
                {
                    Cancelled = i % 3,
                    Dispatched = i,
                    Delivered = i % 5,
                    Lost = i % 4,
                    Returned = i % 2,
                    Allocated = Money.FromMinorUnits(i == 1 ? long.MinValue : -i, currency),
                    AllocatedShipping = Money.FromMinorUnits(i == 2 ? long.MaxValue : i, currency),
                })],
            Adjustments = [.. Enumerable.Range(1, OrderAdjustment.MaxAdjustments).Select(i =>
                new OrderAdjustment(Texts.Mixed(OrderAdjustment.MaxKindLength), Money.FromMinorUnits(i % 2 == 0 ? -i : long.MaxValue - i, currency))
                {
                    Label = i % 2 == 0 ? null : Texts.Mixed(OrderAdjustment.MaxLabelLength),
                    Isbn = i % 3 == 0 ? null : Records.Isbn(i),
                    IsIncluded = i % 4 == 0,
                })],
            Metadata = Enumerable.Range(1, 20).ToDictionary(static i => $"{i}{Texts.Mixed(38)}", static _ => Texts.Mixed(500), StringComparer.Ordinal),
            PlacedBy = Texts.Mixed(50),
            CaptureAmount = Money.FromMinorUnits(long.MaxValue - 1, currency),
            PaymentAttempt = Order.MaxPaymentAttempts,
            AuthorizedUntil = Records.Latest,
            Dispute = new OrderDispute(Texts.Mixed(100), DisputeStatus.Won, Money.FromMinorUnits(long.MaxValue, currency), Texts.Mixed(50), Records.Earliest),
            Total = Money.FromMinorUnits(long.MaxValue, currency),
            Status = OrderStatus.Delivered,
            PaymentStatus = PaymentStatus.Refunded,
            PaymentTransactionId = Texts.Mixed(100),
            PaymentFailureCode = Texts.Mixed(100),
            DeliveryId = Records.AwkwardIds[^2],
            IsDispatched = true,
            Attention = new OrderAttention(AttentionReason.RefundRefused, Texts.Mixed(100), Records.Time.AddMicroseconds(1)),
            Resolution = new PaymentResolution(PaymentResolutionKind.MarkedDone, Texts.Mixed(PaymentResolution.MaxNoteLength), Records.Latest) { Action = PaymentAction.Refund },
            CreatedAt = Records.Earliest,
            UpdatedAt = Records.Latest,
            Version = int.MaxValue,
        },
        Fence = int.MaxValue,
        LeaseHolder = Records.AwkwardIds[^3],
        DueAt = Records.Time.AddMicroseconds(1),
        GiveUpAt = Records.Latest,
        Attempts = int.MaxValue,
        PendingAction = PaymentAction.Refund,
        Gateway = Texts.Mixed(50),
        PaymentRetries = int.MaxValue,
        ReservationId = Records.AwkwardIds[^4],
    };

    private async Task ShouldComeBackAsync(OrderRecord order)
    {
        await SaveAsync(order);
        (await Store.FindOrderAsync(order.Order.Id, default)).ShouldBeSameAs(order);
        (await Store.ListOrdersAsync(OrderFilter.All, null, 10, default)).Items.Single().ShouldBeSameAs(order);
        (await Store.AuditOrdersAsync(null, 10, default)).Single().Order.ShouldBeSameAs(order);
        await using var unit = await OpenAsync(keys => keys.Orders.Add(order.Order.Id));
        unit.Records.Orders.Find(order.Order.Id).ShouldBeSameAs(order);
    }
}
