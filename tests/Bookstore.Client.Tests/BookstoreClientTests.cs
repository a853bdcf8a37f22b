using System.Net;
using Bookstore.Contracts;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class BookstoreClientTests
{
    private static readonly OrderResource Pending = new()
    {
        OrderId = "0199",
        CustomerId = "customer-1",
        Items = [],
        Total = 19.98m,
        Currency = "USD",
        PaymentStatus = PaymentStatuses.Pending,
        Status = OrderStatuses.Pending,
        CreatedAt = default,
        UpdatedAt = default,
    };

    private readonly IBookstoreApi _api = Substitute.For<IBookstoreApi>();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(OrderStatuses.Created, OrderPlacementOutcome.Created)]
    [InlineData(OrderStatuses.Pending, OrderPlacementOutcome.Pending)]
    [InlineData("on_backorder", OrderPlacementOutcome.Other)]
    public async Task PlaceOrderAsync_receipt_is_an_outcome(string status, OrderPlacementOutcome outcome)
    {
        _api.PlaceOrderAsync(default!, default, default).ReturnsForAnyArgs(Answers.Receipt with { Status = status, ActionUrl = "https://bank.example/3ds" });

        var placement = await Client().PlaceOrderAsync(TestClient.Order, "key-1");

        placement.ShouldBe(new OrderPlacement
        {
            Outcome = outcome,
            IdempotencyKey = "key-1",
            OrderId = "0199",
            Status = status,
            Total = 19.98m,
            Currency = "USD",
            ActionUrl = "https://bank.example/3ds",
        });
    }

    [Theory]
    [InlineData(ProblemCodes.PaymentDeclined, OrderPlacementOutcome.Declined)]
    [InlineData(ProblemCodes.InsufficientStock, OrderPlacementOutcome.InsufficientStock)]
    [InlineData(ProblemCodes.UnknownBook, OrderPlacementOutcome.UnknownBook)]
    [InlineData(ProblemCodes.TotalChanged, OrderPlacementOutcome.TotalChanged)]
    public async Task PlaceOrderAsync_expected_refusal_is_an_outcome(string code, OrderPlacementOutcome outcome)
    {
        var problem = new ProblemResource { Status = 409, Code = code, Detail = "No.", Isbn = "9780141439587", Available = 1, Total = 5m, Currency = "USD" };
        _api.PlaceOrderAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal(problem));

        var placement = await Client().PlaceOrderAsync(TestClient.Order, "key-1");

        placement.ShouldBe(new OrderPlacement
        {
            Outcome = outcome,
            IdempotencyKey = "key-1",
            Isbn = "9780141439587",
            Available = 1,
            Total = 5m,
            Currency = "USD",
            Detail = "No.",
        });
    }

    [Theory]
    [InlineData(ProblemCodes.InvalidOrder)]
    [InlineData(ProblemCodes.IdempotencyKeyReused)]
    [InlineData("added_by_a_newer_server")]
    public async Task PlaceOrderAsync_any_other_refusal_is_a_fault(string code)
    {
        _api.PlaceOrderAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal(new ProblemResource { Status = 400, Code = code }));

        (await Should.ThrowAsync<BookstoreApiException>(() => Client().PlaceOrderAsync(TestClient.Order))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task PlaceOrderAsync_no_key_given_makes_a_new_one_each_time()
    {
        _api.PlaceOrderAsync(default!, default, default).ReturnsForAnyArgs(Answers.Receipt);

        var one = await Client().PlaceOrderAsync(TestClient.Order);
        var other = await Client().PlaceOrderAsync(TestClient.Order);

        one.IdempotencyKey.Length.ShouldBe(32);
        other.IdempotencyKey.ShouldNotBe(one.IdempotencyKey);
    }

    [Fact]
    public async Task WaitForOutcomeAsync_settled_at_the_third_look_answers_the_order()
    {
        var settled = Pending with { Status = OrderStatuses.Created };
        _api.GetOrderAsync("0199", Arg.Any<CancellationToken>()).Returns(Pending, Pending, settled);

        (await Client().WaitForOutcomeAsync("0199", TimeSpan.FromMinutes(1))).ShouldBe(settled);
        _time.Pauses.ShouldBe([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)]);
    }

    [Fact]
    public async Task WaitForOutcomeAsync_still_pending_at_the_limit_times_out()
    {
        _api.GetOrderAsync("0199", Arg.Any<CancellationToken>()).Returns(Pending);

        var exception = await Should.ThrowAsync<TimeoutException>(() => Client().WaitForOutcomeAsync("0199", TimeSpan.FromSeconds(30)));

        exception.Message.ShouldBe("Order 0199 is still pending after 30 s. The server continues with it; ask again later.");
    }

    [Fact]
    public async Task WaitForOutcomeAsync_cancelled_throws_the_callers_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        _api.GetOrderAsync("0199", Arg.Any<CancellationToken>()).Returns(Pending);

        await Should.ThrowAsync<OperationCanceledException>(() => Client().WaitForOutcomeAsync("0199", TimeSpan.FromMinutes(1), cancellation.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task FindMethods_no_id_are_not_sent(string id)
    {
        await Should.ThrowAsync<ArgumentException>(() => Client().FindBookAsync(id));
        await Should.ThrowAsync<ArgumentException>(() => Client().FindOrderAsync(id));
        await Should.ThrowAsync<ArgumentException>(() => Client().FindDeliveryAsync(id));
        _api.ReceivedCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task FindOrderAsync_not_found_is_null()
    {
        _api.GetOrderAsync(default!, default).ThrowsAsyncForAnyArgs(Refusal(new ProblemResource { Status = 404, Code = ProblemCodes.OrderNotFound }));

        (await Client().FindOrderAsync("0199")).ShouldBeNull();
    }

    [Fact]
    public async Task The_client_itself_can_be_stood_in_for()
    {
        var client = Substitute.For<BookstoreClient>();
        client.FindBookAsync("0141439580", Arg.Any<CancellationToken>()).Returns(Answers.Emma);

        (await client.FindBookAsync("0141439580")).ShouldBe(Answers.Emma);
    }

    private static BookstoreApiException Refusal(ProblemResource problem) =>
        new(BookstoreApiFault.Refused, "refused") { StatusCode = (HttpStatusCode)problem.Status, Problem = problem };

    private BookstoreClient Client() => new(_api, _time);
}
