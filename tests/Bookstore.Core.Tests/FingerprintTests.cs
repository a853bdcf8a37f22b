using Bookstore.Support;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

/// <summary>Requests that are the same have one fingerprint, and any other request has another.</summary>
public sealed class FingerprintTests
{
    private static readonly Arbitrary<int> Seeds = ArbMap.Default.ArbFor<int>();
    private static readonly OrderAdjustment Labelled = new("tax", new Money(0m, "USD")) { Label = "a" };

    [Fact]
    public void Compute_any_two_texts_are_equal_exactly_when_their_parts_are() => Prop.ForAll<string?[], string?[]>((first, second) =>
        (Of(first) == Of(second)).ShouldBe(first.SequenceEqual(second))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Compute_the_same_text_cut_elsewhere_is_another() => Prop.ForAll<NonEmptyString, NonEmptyString>((first, second) =>
    {
        Of([first.Get + second.Get]).ShouldNotBe(Of([first.Get, second.Get]));
        Of([first.Get, second.Get, null]).ShouldNotBe(Of([first.Get, second.Get]));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void OrderDraft_lines_in_another_order_and_in_pieces_is_the_same() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var request = Request(random);
        var pieces = request.Lines.SelectMany(line => line.Quantity > 1
            ? [line with { Quantity = 1 }, line with { Quantity = line.Quantity - 1 }]
            : new[] { line }).ToArray();
        random.Shuffle(pieces);

        Of(request with { Lines = pieces }).ShouldBe(Of(request));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void OrderDraft_any_field_changed_is_another() => Prop.ForAll(Seeds, seed =>
    {
        var request = Request(new Random(seed));
        PlaceOrderRequest[] others =
        [
            request with { CustomerId = request.CustomerId + "x" },
            request with { ExpectedTotal = (request.ExpectedTotal ?? 0m) + 0.01m },
            request with { ExpectedTotal = request.ExpectedTotal is null ? 0m : null },
            request with { ReservationId = request.ReservationId is null ? Guid.Empty : null },
            request with { ReservationId = Guid.CreateVersion7() },
            request with { Payment = new PaymentToken("4242424242424241") },
            request with { Payment = null },
            request with { Lines = [request.Lines[0] with { Quantity = request.Lines[0].Quantity + 1 }, .. request.Lines.Skip(1)] },
            request with { Lines = [.. request.Lines, new PlaceOrderLine(Isbn.Parse("9780306406157"), 1)] },
            request with { Adjustments = [.. request.Adjustments, new OrderAdjustment("tax", new Money(0m, "USD"))] },
            request with { Adjustments = [.. request.Adjustments, Labelled] },
            request with { Adjustments = [.. request.Adjustments, Labelled with { Label = "b" }] },
            request with { Adjustments = [.. request.Adjustments, Labelled with { Label = null, Isbn = TestShop.Martian }] },
            request with { Adjustments = [.. request.Adjustments, Labelled with { Label = null, IsIncluded = true }] },
            request with { Metadata = new Dictionary<string, string> { ["a"] = "1" } },
            request with { Metadata = new Dictionary<string, string> { ["a"] = "2" } },
            request with { Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "1" } },
            request with { Metadata = new Dictionary<string, string> { ["a1"] = "" } },
            request with { Adjustments = [.. request.Adjustments.Select(adjustment => adjustment with { Kind = adjustment.Kind + "x" }), new OrderAdjustment("gift", new Money(1m, "EUR"))] },
        ];

        Array.ConvertAll(others, Of).Append(Of(request)).ShouldBeUnique();
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void OrderDraft_another_way_to_write_the_same_is_the_same()
    {
        var request = Request(new Random(1)) with { ExpectedTotal = 25.9m };

        Of(request with { ExpectedTotal = 25.90m }).ShouldBe(Of(request));
        Of(request with { Payment = new PaymentToken("5555555555554242") }).ShouldBe(Of(request), "only the last four characters of what is paid with may be kept");
        Of(request with { IdempotencyKey = new IdempotencyKey("web", "another") }).ShouldBe(Of(request));
        Of(request with { PlacedBy = "web" }).ShouldBe(Of(request), "the client is the scope of its keys");
        Of(request with { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } })
            .ShouldBe(Of(request with { Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } }), "metadata has no order");
    }

    // Keys outlive the version that claimed them: a request that is sent again after an update must still be the same one.
    [Fact]
    public void OrderDraft_known_request_keeps_its_fingerprint_from_version_to_version()
    {
        var request = new PlaceOrderRequest
        {
            CustomerId = "customer-1",
            Lines = [new PlaceOrderLine(TestShop.Martian, 1), new PlaceOrderLine(TestShop.Odyssey, 2)],
            ExpectedTotal = 25.90m,
            Payment = new PaymentToken("4242424242424242"),
            Adjustments = [new OrderAdjustment("shipping", new Money(4.90m, "USD"))],
        };

        Of(request).ShouldBe(Guid.Parse("0245e737-4ea1-2632-973d-ab86041a593f"));
    }

    [Fact]
    public async Task ChangeStock_any_field_changed_is_refused_under_the_same_key()
    {
        await using var shop = await TestShop.OpenAsync();
        var change = new StockChange { Isbn = TestShop.Martian, Quantity = 2, Reason = "r", Reference = "d", IdempotencyKey = new IdempotencyKey("web", "1") };
        var first = await shop.Inventory.ReceiveStockAsync(change);

        (await shop.Inventory.ReceiveStockAsync(change with { })).ShouldSatisfyAllConditions(again => again.Replayed.ShouldBeTrue(), again => again.Stock.ShouldBe(first.Stock));
        foreach (var other in new[] { change with { Quantity = 3 }, change with { Reason = "R" }, change with { Reference = null }, change with { Reference = "d " } })
        {
            (await shop.Inventory.ReceiveStockAsync(other)).Outcome.ShouldBe(ChangeStockOutcome.IdempotencyKeyReused, other.ToString());
        }

        (await shop.Inventory.AdjustStockAsync(change)).Outcome.ShouldBe(ChangeStockOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task ScheduleDelivery_any_field_changed_is_refused_under_the_same_key()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var another = await shop.PlaceCapturedAsync(TestShop.Martian);
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street", IdempotencyKey = new IdempotencyKey("web", "1") };
        var first = await shop.Deliveries.ScheduleAsync(request);

        (await shop.Deliveries.ScheduleAsync(request with { })).Delivery.ShouldBe(first.Delivery);
        foreach (var other in new[] { request with { Address = "1 Main street" }, request with { OrderId = another.Id } })
        {
            (await shop.Deliveries.ScheduleAsync(other)).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused, other.ToString());
        }
    }

    private static Guid Of(string?[] parts) => parts.Aggregate(new Fingerprint(), static (fingerprint, part) => fingerprint.Add(part)).Compute();

    private static Guid Of(PlaceOrderRequest request) => OrderDraft.From(request).Fingerprint().Compute();

    private static PlaceOrderRequest Request(Random random) => new()
    {
        CustomerId = $"customer-{random.Next(3)}",
        Lines = [new PlaceOrderLine(TestShop.Martian, random.Next(1, 9)), new PlaceOrderLine(TestShop.Odyssey, random.Next(1, 9)), new PlaceOrderLine(TestShop.Algorithms, random.Next(1, 9))],
        ExpectedTotal = random.Next(2) == 0 ? null : random.Next(100_000) / 100m,
        ReservationId = random.Next(2) == 0 ? null : Guid.CreateVersion7(),
        Payment = new PaymentToken("4242424242424242"),
        Adjustments = random.Next(2) == 0 ? [] : [new OrderAdjustment("shipping", new Money(random.Next(1, 900), "USD"))],
    };
}
