namespace Bookstore.AspNetCore;

/// <summary>A dispatch waits for a capture that is under way, and for no other.</summary>
public sealed class DispatchTests
{
    private static readonly string Path = $"/api/delivery/{Guid.CreateVersion7()}/status";

    [Fact]
    public async Task A_capture_that_is_under_way_is_waited_for()
    {
        var deliveries = Deliveries(PaymentStatus.Authorized);
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        (await shop.PostAsync(Path, """{"status":"dispatched"}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(PaymentStatus.CaptureFailed)]
    [InlineData(PaymentStatus.Voided)]
    public async Task Money_that_will_not_come_is_not_waited_for(PaymentStatus status)
    {
        var deliveries = Deliveries(status);
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(deliveries));

        (await shop.PostAsync(Path, """{"status":"dispatched"}""")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        await deliveries.Received(1).MoveAsync(Arg.Any<Guid>(), Arg.Any<DeliveryStatus>(), Arg.Any<IdempotencyKey?>(), Arg.Any<ExpectedVersion?>(), Arg.Any<CancellationToken>());
    }

    private static IDeliveryService Deliveries(PaymentStatus status)
    {
        var at = DateTimeOffset.UnixEpoch;
        var delivery = new Delivery { Id = Guid.CreateVersion7(), OrderId = Guid.CreateVersion7(), Address = "a", Courier = "local", Status = DeliveryStatus.Dispatched, CreatedAt = at, UpdatedAt = at };
        var refused = new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.PaymentNotCaptured, Delivery = delivery, PaymentStatus = status };
        var moved = new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.Moved, Delivery = delivery };
        var deliveries = Substitute.For<IDeliveryService>();
        deliveries.MoveAsync(Arg.Any<Guid>(), Arg.Any<DeliveryStatus>(), Arg.Any<IdempotencyKey?>(), Arg.Any<ExpectedVersion?>(), Arg.Any<CancellationToken>()).Returns(refused, refused, moved);
        return deliveries;
    }
}
