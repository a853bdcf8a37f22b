namespace Bookstore.AspNetCore;

/// <summary>Deliveries of some copies of an order, as they are asked for and answered.</summary>
public sealed class PartialDeliveryTests
{
    private static readonly Isbn Martian = Isbn.Parse("9780143127550");
    private static readonly Isbn Odyssey = Isbn.Parse("9780140449136");

    [Fact]
    public async Task Items_are_handed_on_and_shown()
    {
        var deliveries = Deliveries(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.Scheduled, Delivery = Delivery([new DeliveryLine(Martian, 2)]) });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        var response = await shop.PostAsync("/api/delivery", Body("""[{"isbn":"978-0-14-312755-0","quantity":2}]"""));

        response.Status.ShouldBe(HttpStatusCode.Created);
        response.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780143127550","quantity":2}]""");
        await deliveries.Received(1).ScheduleAsync(Arg.Is<ScheduleDeliveryRequest>(request => request.Lines.SequenceEqual(new[] { new DeliveryLine(Martian, 2) })), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_delivery_of_all_shows_no_items()
    {
        var deliveries = Deliveries(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.Scheduled, Delivery = Delivery([]) });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        var response = await shop.PostAsync("/api/delivery", $$"""{"order_id":"{{Guid.CreateVersion7()}}","address":"1 High Street"}""");

        response.Json["items"].ShouldBeNull();
        await deliveries.Received(1).ScheduleAsync(Arg.Is<ScheduleDeliveryRequest>(request => request.Lines.Count == 0), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task More_than_was_ordered_names_the_item()
    {
        var deliveries = Deliveries(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.NotOrdered, Isbn = Odyssey });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        var response = await shop.PostAsync("/api/delivery", Body("""[{"isbn":"9780143127550","quantity":1},{"isbn":"9780140449136","quantity":9}]"""));

        response.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        response.Json["errors"]!["/items/1/quantity"].ShouldNotBeNull();
        response.Json["isbn"]!.GetValue<string>().ShouldBe(Odyssey.ToString());
    }

    [Theory]
    [InlineData("[]", "/items")]
    [InlineData("""[{"isbn":"no book","quantity":1}]""", "/items/0/isbn")]
    [InlineData("""[{"isbn":"9780143127550","quantity":0}]""", "/items/0/quantity")]
    [InlineData("""[{"isbn":"9780143127550","quantity":6000},{"isbn":"9780143127550","quantity":6000}]""", "/items/1/quantity")]
    [InlineData("""[{"isbn":"9780143127550"}]""", "/items/0/quantity")]
    public async Task Items_that_are_wrong_are_refused_by_pointer(string items, string pointer)
    {
        var deliveries = Deliveries(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.OrderNotFound });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        var response = await shop.PostAsync("/api/delivery", Body(items));

        response.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        response.Json["errors"]![pointer].ShouldNotBeNull();
        await deliveries.DidNotReceive().ScheduleAsync(Arg.Any<ScheduleDeliveryRequest>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Parcels_and_the_expected_date_are_handed_on_and_shown()
    {
        var delivery = Delivery([]) with { Parcels = [new Parcel("P-1") { Carrier = "DHL", Weight = 0.75m }], ExpectedAt = new DateTimeOffset(2026, 11, 24, 11, 0, 0, TimeSpan.Zero), LabelUrl = new Uri("https://courier.example/labels/1") };
        var deliveries = Deliveries(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.Scheduled, Delivery = delivery });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        var response = await shop.PostAsync("/api/delivery", With("""
            "parcels":[{"tracking_number":"P-1","carrier":"DHL","weight":0.75}],"expected_at":"2026-11-24t12:00:00.000000000+01:00"
            """));

        response.Status.ShouldBe(HttpStatusCode.Created);
        response.Json["parcels"]!.ToJsonString().ShouldBe("""[{"tracking_number":"P-1","carrier":"DHL","weight":0.75}]""");
        response.Json["expected_at"]!.GetValue<string>().ShouldBe("2026-11-24T11:00:00.000Z");
        response.Json["label_url"]!.GetValue<string>().ShouldBe("https://courier.example/labels/1");
        await deliveries.Received(1).ScheduleAsync(
            Arg.Is<ScheduleDeliveryRequest>(request => request.Parcels.SequenceEqual(delivery.Parcels) && request.ExpectedAt == delivery.ExpectedAt), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("\"parcels\":[]", "/parcels")]
    [InlineData("\"parcels\":[{}]", "/parcels/0/tracking_number")]
    [InlineData("\"parcels\":[{\"tracking_number\":\"\"}]", "/parcels/0/tracking_number")]
    [InlineData("\"parcels\":[{\"tracking_number\":\"1\",\"weight\":-1}]", "/parcels/0/weight")]
    [InlineData("\"parcels\":[{\"tracking_number\":\"1\",\"carrier\":\"\"}]", "/parcels/0/carrier")]
    [InlineData("\"parcels\":[{\"tracking_number\":\"1\"},{\"tracking_number\":\"1\"}]", "/parcels/1/tracking_number")]
    [InlineData("\"expected_at\":\"tomorrow, about noon\"", "/expected_at")]
    [InlineData("\"expected_at\":\"1999-12-31T23:59:59Z\"", "/expected_at")]
    [InlineData("\"expected_at\":\"2100-01-01T00:00:00Z\"", "/expected_at")]
    public async Task Parcels_and_dates_that_are_wrong_are_refused_by_pointer(string members, string pointer)
    {
        var deliveries = Deliveries(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.OrderNotFound });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        var response = await shop.PostAsync("/api/delivery", With(members));

        response.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        response.Json["errors"]![pointer].ShouldNotBeNull();
        await deliveries.DidNotReceive().ScheduleAsync(Arg.Any<ScheduleDeliveryRequest>(), Arg.Any<CancellationToken>());
    }

    private static string With(string members) => $$"""{"order_id":"{{Guid.CreateVersion7()}}","address":"1 High Street",{{members}}}""";

    private static string Body(string items) => $$"""{"order_id":"{{Guid.CreateVersion7()}}","address":"1 High Street","items":{{items}}}""";

    private static Delivery Delivery(IReadOnlyList<DeliveryLine> lines) => new()
    {
        Id = Guid.CreateVersion7(),
        OrderId = Guid.CreateVersion7(),
        Address = "1 High Street",
        Lines = lines,
        Courier = "local",
        Status = DeliveryStatus.Scheduled,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static IDeliveryService Deliveries(ScheduleDeliveryResult result)
    {
        var deliveries = Substitute.For<IDeliveryService>();
        deliveries.ScheduleAsync(Arg.Any<ScheduleDeliveryRequest>(), Arg.Any<CancellationToken>()).Returns(result);
        return deliveries;
    }
}
