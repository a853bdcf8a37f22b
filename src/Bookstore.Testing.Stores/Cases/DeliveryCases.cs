using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Deliveries: every field, and the lists.</summary>
internal sealed class DeliveryCases : StoreCases
{
    private static readonly Guid Order = Records.Id(1_000);

    [Case]
    public async Task A_delivery_comes_back_with_every_field()
    {
        var delivery = new DeliveryRecord
        {
            Delivery = new Delivery
            {
                Id = Records.AwkwardIds[^1],
                OrderId = Records.AwkwardIds[^2],
                Address = Texts.Mixed(Delivery.MaxAddressLength),
                Courier = Texts.Mixed(Delivery.MaxCourierLength),
                Status = DeliveryStatus.Returned,
                Lines = [.. Enumerable.Range(1, Bookstore.Order.MaxLines).Select(static i => new DeliveryLine(Records.Isbn(i), Bookstore.Order.MaxQuantity))],
                TrackingNumber = Texts.Mixed(Delivery.MaxTrackingNumberLength),
                Parcels = [new Parcel("P-1"), new Parcel(Texts.Mixed(Delivery.MaxTrackingNumberLength)) { Carrier = Texts.Mixed(Delivery.MaxCourierLength), Weight = 0.125m }],
                CourierReference = Texts.Mixed(Delivery.MaxCourierReferenceLength),
                LabelUrl = new Uri("https://courier.example/labels/ä?size=a6"),
                ExpectedAt = Records.Latest,
                ScannedAt = Records.Earliest,
                PostalAddress = new PostalAddress
                {
                    Name = Texts.Mixed(PostalAddress.MaxPartLength),
                    Lines = [Texts.Mixed(PostalAddress.MaxPartLength), "c/o"],
                    City = Texts.Mixed(PostalAddress.MaxPartLength),
                    Region = Texts.Mixed(PostalAddress.MaxPartLength),
                    PostalCode = Texts.Mixed(PostalAddress.MaxPostalCodeLength),
                    Country = "DE",
                },
                Attention = new DeliveryAttention(DeliveryAttentionReason.OutcomeUnknown, Texts.Mixed(100), Records.Latest),
                CreatedAt = Records.Earliest,
                UpdatedAt = Records.Latest,
            },
            PendingCall = CourierCall.Cancel,
            DueAt = Records.Time.AddMicroseconds(1),
            Attempts = int.MaxValue,
            Fence = int.MaxValue,
            LeaseHolder = Records.AwkwardIds[^3],
            BookingUntil = Records.Latest,
        };
        await SaveAsync(Records.Order(delivery.Delivery.OrderId));
        await ShouldComeBackAsync(delivery);
        await ShouldComeBackAsync(delivery with
        {
            Delivery = delivery.Delivery with { TrackingNumber = null, Attention = new DeliveryAttention((DeliveryAttentionReason)99, null, Records.Earliest) },
            PendingCall = null,
            DueAt = null,
            Attempts = 0,
            Fence = 0,
            LeaseHolder = null,
            BookingUntil = null,
        });
        await ShouldComeBackAsync(delivery with { Delivery = delivery.Delivery with { Attention = null, Lines = [], PostalAddress = null } });
    }

    [Case]
    public async Task Deliveries_of_orders_are_listed_in_one_read()
    {
        Guid[] orders = [Records.Id(101), Records.Id(102), Records.Id(103)];
        foreach (var order in orders)
        {
            await SaveAsync(Records.Order(order));
        }

        for (var number = 1; number <= 6; number++)
        {
            await SaveAsync(Records.Delivery(Records.Id(number), orders[number % 2], DeliveryStatus.Cancelled));
        }

        await SaveAsync(Records.Delivery(Records.Id(7), orders[2], DeliveryStatus.Scheduled));

        var found = (await Store.ListDeliveriesOfAsync([orders[0], orders[1], Records.Id(104)], default)).ToLookup(static delivery => delivery.Delivery.OrderId, static delivery => delivery.Delivery.Id);
        found.Count.ShouldBe(2);
        found[orders[0]].ShouldBe([Records.Id(2), Records.Id(4), Records.Id(6)]);
        found[orders[1]].ShouldBe([Records.Id(1), Records.Id(3), Records.Id(5)]);
        (await Store.ListDeliveriesOfAsync([], default)).ShouldBeEmpty();
    }

    [Case]
    public async Task Due_deliveries_are_listed_page_by_page()
    {
        for (var number = 1; number <= 7; number++)
        {
            await SaveAsync(Records.Order(Records.Id(100 + number)));
            await SaveAsync(Records.Delivery(Records.Id(number), Records.Id(100 + number), DeliveryStatus.Scheduled, Records.Time.AddMinutes(number / 3)));
        }

        var listed = new List<Guid>();
        DuePosition? after = null;
        do
        {
            var page = await Store.ListDueDeliveriesAsync("local", Records.Latest, after, 2, default);
            listed.AddRange(page.Items.Select(static delivery => delivery.Delivery.Id));
            after = page.Next;
        }
        while (after is not null);

        listed.ShouldBe(await DueAsync(Records.Latest, 10));
        listed.Count.ShouldBe(7);
    }

    [Case]
    public async Task Every_status_is_kept()
    {
        await SaveAsync(Records.Order(Order));
        foreach (var status in Enum.GetValues<DeliveryStatus>())
        {
            await ShouldComeBackAsync(Records.Delivery(Records.Id(1), Order, status, Records.Time));
        }

        var newer = Records.Delivery(Records.Id(1), Order, (DeliveryStatus)99, Records.Time);
        await ShouldComeBackAsync(newer with { PendingCall = (CourierCall)99 });
    }

    [Case]
    public async Task Deliveries_are_listed_by_descending_id_in_the_order_of_their_bytes()
    {
        await SaveOrdersAsync(Records.AwkwardIds.Count);
        await SaveAsync([.. Records.AwkwardIds.Select((id, i) => Records.Delivery(id, OrderId(i)))]);
        (await ListAsync(null, null, null, 100)).ShouldBe(Records.AwkwardIds.Reverse());
        for (var i = 0; i < Records.AwkwardIds.Count; i++)
        {
            (await ListAsync(null, null, Records.AwkwardIds[i], 3)).ShouldBe(Records.AwkwardIds.Take(i).Reverse().Take(3));
        }
    }

    [Case]
    public async Task Deliveries_are_listed_by_order_and_by_status()
    {
        await SaveOrdersAsync(2);
        await SaveAsync(
            Records.Delivery(Records.Id(1), OrderId(0), DeliveryStatus.Failed),
            Records.Delivery(Records.Id(2), OrderId(1), DeliveryStatus.Failed),
            Records.Delivery(Records.Id(3), OrderId(0), DeliveryStatus.Cancelled),
            Records.Delivery(Records.Id(4), OrderId(0), DeliveryStatus.Failed),
            Records.Delivery(Records.Id(5), OrderId(0)));
        (await ListAsync(OrderId(0), null, null, 100)).ShouldBe(Ids(5, 4, 3, 1));
        (await ListAsync(OrderId(0), null, Records.Id(5), 2)).ShouldBe(Ids(4, 3));
        (await ListAsync(null, DeliveryStatus.Failed, null, 100)).ShouldBe(Ids(4, 2, 1));
        (await ListAsync(null, DeliveryStatus.Failed, Records.Id(3), 1)).ShouldBe(Ids(2));
        (await ListAsync(OrderId(0), DeliveryStatus.Failed, null, 100)).ShouldBe(Ids(4, 1));
        (await ListAsync(OrderId(0), DeliveryStatus.Failed, Records.Id(4), 100)).ShouldBe(Ids(1));
        (await ListAsync(OrderId(1), DeliveryStatus.Delivered, null, 100)).ShouldBeEmpty();
        (await ListAsync(Records.Id(99), null, null, 100)).ShouldBeEmpty();
    }

    [Case]
    public async Task Due_deliveries_are_listed_longest_due_first()
    {
        await SaveOrdersAsync(5);
        await SaveAsync(
            Records.Delivery(Records.Id(1), OrderId(0), dueAt: Records.Time.AddMinutes(3)),
            Records.Delivery(Records.Id(2), OrderId(1), dueAt: Records.Time.AddMinutes(1)),
            Records.Delivery(Records.Id(3), OrderId(2)),
            Records.Delivery(Records.Id(4), OrderId(3), dueAt: Records.Time.AddMinutes(2)),
            Records.Delivery(Records.Id(5), OrderId(4), dueAt: Records.Latest));
        (await DueAsync(Records.Time.AddMinutes(2), 10)).ShouldBe(Ids(2, 4));
        (await DueAsync(Records.Time.AddMinutes(3), 2)).ShouldBe(Ids(2, 4));
        (await DueAsync(Records.Time, 10)).ShouldBeEmpty();
        (await DueAsync(Records.Latest, 10)).ShouldBe(Ids(2, 4, 1, 5));

        await SaveAsync(Records.Delivery(Records.Id(2), OrderId(1)), Records.Delivery(Records.Id(3), OrderId(2), dueAt: Records.Time));
        (await DueAsync(Records.Time.AddMinutes(2), 10)).ShouldBe(Ids(3, 4));
    }

    [Case]
    public async Task Due_deliveries_are_those_of_one_courier_alone()
    {
        await SaveOrdersAsync(6);
        await SaveAsync(
            OfCourier(1, "a", Records.Time.AddMinutes(1)),
            OfCourier(2, "a ", Records.Time),
            OfCourier(3, "A", Records.Time),
            OfCourier(4, "a", Records.Time),
            OfCourier(5, "b", Records.Time),
            OfCourier(6, "b", null));
        (await DueAsync(Records.Latest, 10, "a")).ShouldBe(Ids(4, 1));
        (await DueAsync(Records.Latest, 1, "a")).ShouldBe(Ids(4));
        (await DueAsync(Records.Time, 10, "a ")).ShouldBe(Ids(2));
        (await DueAsync(Records.Time, 10, "A")).ShouldBe(Ids(3));
        (await DueAsync(Records.Time, 10, "b")).ShouldBe(Ids(5));
        (await DueAsync(Records.Latest, 10, "c")).ShouldBeEmpty();
        (await DueAsync(Records.Latest, 10, string.Empty)).ShouldBeEmpty();
    }

    [Case]
    public async Task Due_deliveries_are_counted_by_courier()
    {
        (await Store.CountDueDeliveriesAsync(Records.Latest, default)).ShouldBeEmpty();
        await SaveOrdersAsync(6);
        await SaveAsync(
            OfCourier(1, "a", Records.Time.AddMinutes(1)),
            OfCourier(2, "a", Records.Time),
            OfCourier(3, "É", Records.Time.AddMinutes(2)),
            OfCourier(4, "z", null),
            OfCourier(5, "b", Records.Time.AddMinutes(3)));
        (await Store.CountDueDeliveriesAsync(Records.Time.AddMinutes(2), default)).ShouldBe(
            [new CourierBacklog("a", 2, Records.Time), new CourierBacklog("É", 1, Records.Time.AddMinutes(2))],
            ignoreOrder: true);
        (await Store.CountDueDeliveriesAsync(Records.Time.AddMinutes(-1), default)).ShouldBeEmpty();
        (await Store.CountDueDeliveriesAsync(Records.Latest, default)).Sum(courier => courier.Deliveries).ShouldBe(4);
    }

    [Case]
    public async Task Deliveries_that_need_a_person_are_listed()
    {
        await SaveOrdersAsync(2);
        await SaveAsync(
            NeedsAPerson(1, 0, DeliveryStatus.Failed),
            NeedsAPerson(2, 1, DeliveryStatus.Cancelled),
            Records.Delivery(Records.Id(3), OrderId(0), DeliveryStatus.Failed),
            NeedsAPerson(4, 0, DeliveryStatus.Cancelled));
        (await ListAsync(null, null, null, 10, attention: true)).ShouldBe(Ids(4, 2, 1));
        (await ListAsync(null, null, Records.Id(4), 1, attention: true)).ShouldBe(Ids(2));
        (await ListAsync(OrderId(0), null, null, 10, attention: true)).ShouldBe(Ids(4, 1));
        (await ListAsync(null, DeliveryStatus.Cancelled, null, 10, attention: true)).ShouldBe(Ids(4, 2));
        (await ListAsync(OrderId(0), DeliveryStatus.Failed, null, 10, attention: true)).ShouldBe(Ids(1));

        await SaveAsync(Records.Delivery(Records.Id(4), OrderId(0), DeliveryStatus.Cancelled));
        (await ListAsync(null, null, null, 10, attention: true)).ShouldBe(Ids(2, 1));
    }

    // How much of an order may be on its way is the library's rule.
    [Case]
    public async Task Several_deliveries_of_an_order_are_on_their_way()
    {
        await SaveAsync(Records.Order(Order), Records.Delivery(Records.Id(1), Order), Records.Delivery(Records.Id(2), Order));
        await SaveAsync(Records.Delivery(Records.Id(1), Order, DeliveryStatus.Dispatched), Records.Delivery(Records.Id(3), Order));
        (await ListAsync(Order, null, null, 10)).ShouldBe(Ids(3, 2, 1));
    }

    private static DeliveryRecord OfCourier(int number, string courier, DateTimeOffset? dueAt)
    {
        var record = Records.Delivery(Records.Id(number), OrderId(number - 1), dueAt: dueAt);
        return record with { Delivery = record.Delivery with { Courier = courier } };
    }

    private static DeliveryRecord NeedsAPerson(int number, int order, DeliveryStatus status)
    {
        var record = Records.Delivery(Records.Id(number), OrderId(order), status);
        return record with { Delivery = record.Delivery with { Attention = new DeliveryAttention(DeliveryAttentionReason.CancellationRefused, "code", Records.Time) } };
    }

    private static Guid OrderId(int number) => Records.Id(1_000 + number);

    private static IEnumerable<Guid> Ids(params int[] numbers) => numbers.Select(Records.Id);

    private Task<CommitToken> SaveOrdersAsync(int count) => SaveAsync([.. Enumerable.Range(0, count).Select(i => Records.Order(OrderId(i)))]);

    private async Task ShouldComeBackAsync(DeliveryRecord delivery)
    {
        await SaveAsync(delivery);
        (await Store.FindDeliveryAsync(delivery.Delivery.Id, default)).ShouldBeSameAs(delivery);
        (await Store.ListDeliveriesAsync(DeliveryFilter.All, null, 10, default)).Items.Single().ShouldBeSameAs(delivery);
        await using var unit = await OpenAsync(keys => keys.Orders.Add(delivery.Delivery.OrderId));
        unit.Records.FindDelivery(delivery.Delivery.OrderId, delivery.Delivery.Id).ShouldBeSameAs(delivery);
    }

    private async Task<IReadOnlyList<Guid>> ListAsync(Guid? order, DeliveryStatus? status, Guid? after, int limit, bool attention = false) =>
        [.. (await Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = order, Status = status, NeedsAttention = attention }, after, limit, default)).Items.Select(delivery => delivery.Delivery.Id)];

    private async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset dueAt, int limit, string courier = "local") =>
        [.. (await Store.ListDueDeliveriesAsync(courier, dueAt, null, limit, default)).Items.Select(delivery => delivery.Delivery.Id)];
}
