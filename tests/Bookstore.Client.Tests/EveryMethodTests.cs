using System.Reflection;
using Bookstore.Contracts;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Every method of the client: what it sends, and how often when the server fails.</summary>
public sealed class EveryMethodTests
{
    private const string Id = "0199c0a0-1234-7abc-8def-0123456789ab";
    private const string Isbn = "9780141439587";

    private static readonly DateTimeOffset Time = new(2026, 11, 22, 12, 30, 0, TimeSpan.FromHours(2));
    private static readonly SaveWebhookBody Webhook = new() { Url = "https://shop.example/hooks", Types = ["order.*"] };
    private static readonly PlaceOrderItem Item = new() { Isbn = Isbn, Quantity = 2 };

    private static readonly Dictionary<string, Sent> Methods = new()
    {
        [nameof(BookstoreClient.ListBooksAsync)] = new("GET", "/api/books?q=emma&author=austen&publisher=John%20Murray&subject=thema%3AFBC&status=active&published_after=1815-12-23&published_before=1816-01-01", 2, client => FirstAsync(client.ListBooksAsync("emma", "austen", "John Murray", "thema:FBC", "active", new DateOnly(1815, 12, 23), new DateOnly(1816, 1, 1)))),
        [nameof(BookstoreClient.FindBookAsync)] = new("GET", $"/api/books/{Isbn}", 2, client => client.FindBookAsync(Isbn)),
        [nameof(BookstoreClient.SaveBookAsync)] = new("PUT", $"/api/books/{Isbn}", 2, client => client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m })),
        [nameof(BookstoreClient.ChangeStockAsync)] = new("POST", $"/api/books/{Isbn}/stock", 2, client => client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 1, Reason = "counted" })),
        [nameof(BookstoreClient.ListMovementsAsync)] = new("GET", $"/api/books/{Isbn}/movements", 2, client => FirstAsync(client.ListMovementsAsync(Isbn))),
        [nameof(BookstoreClient.PlaceOrderAsync)] = new("POST", "/api/orders", 2, client => client.PlaceOrderAsync(TestClient.Order)),
        [nameof(BookstoreClient.FindOrderAsync)] = new("GET", $"/api/orders/{Id}", 2, client => client.FindOrderAsync(Id)),
        [nameof(BookstoreClient.ListOrdersAsync)] = new(
            "GET",
            "/api/orders?customer_id=ada&status=created&attention=true&payment_status=captured&created_after=2026-11-22T10%3A30%3A00.0000000Z&created_before=2026-11-23T10%3A30%3A00.0000000Z&q=a%20b&metadata.campaign%20name=spring%26more&fulfilment=partial",
            2,
            client => FirstAsync(client.ListOrdersAsync("ada", OrderStatuses.Created, attention: true, PaymentStatuses.Captured, Time, Time.AddDays(1), "a b", new("campaign name", "spring&more"), Fulfilments.Partial))),
        [nameof(BookstoreClient.CreateQuoteAsync)] = new("POST", "/api/quotes", 1, client => client.CreateQuoteAsync(new CreateQuoteBody { Items = [new PlaceOrderItem { Isbn = "9780143127550", Quantity = 1 }] })),
        [nameof(BookstoreClient.CancelOrderAsync)] = new("POST", $"/api/orders/{Id}/cancel", 2, client => client.CancelOrderAsync(Id, ifMatch: "\"2\"")),
        [nameof(BookstoreClient.PayOrderAsync)] = new("POST", $"/api/orders/{Id}/payment", 2, client => client.PayOrderAsync(Id, new PaymentBody { Token = "tok" })),
        [nameof(BookstoreClient.CaptureOrderAsync)] = new("POST", $"/api/orders/{Id}/capture", 2, client => client.CaptureOrderAsync(Id, 5m, ifMatch: "\"2\"")),
        [nameof(BookstoreClient.CancelOrderItemsAsync)] = new("POST", $"/api/orders/{Id}/cancel", 2, client => client.CancelOrderItemsAsync(Id, [new ItemQuantity { Isbn = Isbn, Quantity = 1 }], "too many", ifMatch: "\"2\"")),
        [nameof(BookstoreClient.ResumeOrderAsync)] = new("POST", $"/api/orders/{Id}/resume", 1, client => client.ResumeOrderAsync(Id)),
        [nameof(BookstoreClient.WaitForOutcomeAsync)] = new("GET", $"/api/orders/{Id}", 2, client => client.WaitForOutcomeAsync(Id, TimeSpan.FromMinutes(1))),
        [nameof(BookstoreClient.CreateReservationAsync)] = new("POST", "/api/reservations", 2, client => client.CreateReservationAsync(new CreateReservationBody { Items = [Item] })),
        [nameof(BookstoreClient.FindReservationAsync)] = new("GET", $"/api/reservations/{Id}", 2, client => client.FindReservationAsync(Id)),
        [nameof(BookstoreClient.ExtendReservationAsync)] = new("POST", $"/api/reservations/{Id}/extend", 1, client => client.ExtendReservationAsync(Id, TimeSpan.FromMinutes(5))),
        [nameof(BookstoreClient.ReleaseReservationAsync)] = new("DELETE", $"/api/reservations/{Id}", 2, client => client.ReleaseReservationAsync(Id)),
        [nameof(BookstoreClient.ScheduleDeliveryAsync)] = new("POST", "/api/delivery", 2, client => client.ScheduleDeliveryAsync(new ScheduleDeliveryBody { OrderId = Id, Address = "1 High Street" })),
        [nameof(BookstoreClient.FindDeliveryAsync)] = new("GET", $"/api/delivery/{Id}", 2, client => client.FindDeliveryAsync(Id)),
        [nameof(BookstoreClient.ListDeliveriesAsync)] = new(
            "GET", $"/api/delivery?order_id={Id}&status=failed&attention=true", 2, client => FirstAsync(client.ListDeliveriesAsync(Id, DeliveryStatuses.Failed, attention: true))),
        [nameof(BookstoreClient.MoveDeliveryAsync)] = new("POST", $"/api/delivery/{Id}/status", 2, client => client.MoveDeliveryAsync(Id, DeliveryStatuses.Delivered, ifMatch: "\"2\"")),
        [nameof(BookstoreClient.CreateRefundAsync)] = new("POST", $"/api/orders/{Id}/refunds", 2, client => client.CreateRefundAsync(Id, new CreateRefundBody { Amount = 5m, Reason = "damaged" }, ifMatch: "\"2\"")),
        [nameof(BookstoreClient.FindRefundAsync)] = new("GET", $"/api/refunds/{Id}", 2, client => client.FindRefundAsync(Id)),
        [nameof(BookstoreClient.ListRefundsAsync)] = new("GET", $"/api/orders/{Id}/refunds", 2, client => FirstAsync(client.ListRefundsAsync(Id))),
        [nameof(BookstoreClient.CreateReturnAsync)] = new("POST", $"/api/orders/{Id}/returns", 2, client => client.CreateReturnAsync(Id, new CreateReturnBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 1 }] })),
        [nameof(BookstoreClient.WithdrawOrderAsync)] = new("POST", $"/api/orders/{Id}/withdrawal", 2, client => client.WithdrawOrderAsync(Id, new WithdrawBody())),
        [nameof(BookstoreClient.FindReturnAsync)] = new("GET", $"/api/returns/{Id}", 2, client => client.FindReturnAsync(Id)),
        [nameof(BookstoreClient.ListReturnsAsync)] = new("GET", "/api/returns?status=received&attention=true", 2, client => FirstAsync(client.ListReturnsAsync(ReturnStatuses.Received, attention: true))),
        [nameof(BookstoreClient.ListReturnsOfOrderAsync)] = new("GET", $"/api/orders/{Id}/returns", 2, client => FirstAsync(client.ListReturnsOfOrderAsync(Id))),
        [nameof(BookstoreClient.ApproveReturnAsync)] = new("POST", $"/api/returns/{Id}/approve", 1, client => client.ApproveReturnAsync(Id, "\"2\"")),
        [nameof(BookstoreClient.RejectReturnAsync)] = new("POST", $"/api/returns/{Id}/reject", 1, client => client.RejectReturnAsync(Id, "worn")),
        [nameof(BookstoreClient.ReceiveReturnAsync)] = new("POST", $"/api/returns/{Id}/receive", 1, client => client.ReceiveReturnAsync(Id, new ReceiveReturnBody { Items = [] })),
        [nameof(BookstoreClient.CompleteReturnAsync)] = new("POST", $"/api/returns/{Id}/complete", 1, client => client.CompleteReturnAsync(Id)),
        [nameof(BookstoreClient.CancelReturnAsync)] = new("POST", $"/api/returns/{Id}/cancel", 1, client => client.CancelReturnAsync(Id)),
        [nameof(BookstoreClient.ListEventsAsync)] = new("GET", "/api/events?after=7&types=order.%2A&limit=10", 2, client => client.ListEventsAsync("7", ["order.*"], 10)),
        [nameof(BookstoreClient.FollowEventsAsync)] = new("GET", "/api/events?after=7&types=order.%2A", 2, client => FirstAsync(client.FollowEventsAsync("7", ["order.*"]))),
        [nameof(BookstoreClient.ExportCustomerAsync)] = new("GET", "/api/customers/cust-1/export", 2, client => FirstAsync(client.ExportCustomerAsync("cust-1"))),
        [nameof(BookstoreClient.EraseCustomerAsync)] = new("POST", "/api/customers/cust-1/erase", 1, client => client.EraseCustomerAsync("cust-1")),
        [nameof(BookstoreClient.StartAuditAsync)] = new("POST", "/api/audits", 1, client => client.StartAuditAsync(AuditKinds.Verify)),
        [nameof(BookstoreClient.FindAuditAsync)] = new("GET", $"/api/audits/{Id}", 2, client => client.FindAuditAsync(Id)),
        [nameof(BookstoreClient.ListAuditFindingsAsync)] = new("GET", $"/api/audits/{Id}/findings", 2, client => FirstAsync(client.ListAuditFindingsAsync(Id))),
        [nameof(BookstoreClient.CreateWebhookAsync)] = new("POST", "/api/webhooks", 1, client => client.CreateWebhookAsync(Webhook)),
        [nameof(BookstoreClient.ListWebhooksAsync)] = new("GET", "/api/webhooks", 2, client => FirstAsync(client.ListWebhooksAsync())),
        [nameof(BookstoreClient.FindWebhookAsync)] = new("GET", $"/api/webhooks/{Id}", 2, client => client.FindWebhookAsync(Id)),
        [nameof(BookstoreClient.UpdateWebhookAsync)] = new("PUT", $"/api/webhooks/{Id}", 2, client => client.UpdateWebhookAsync(Id, Webhook)),
        [nameof(BookstoreClient.RemoveWebhookAsync)] = new("DELETE", $"/api/webhooks/{Id}", 2, client => client.RemoveWebhookAsync(Id)),
        [nameof(BookstoreClient.RotateWebhookSecretAsync)] = new("POST", $"/api/webhooks/{Id}/rotate", 1, client => client.RotateWebhookSecretAsync(Id)),
        [nameof(BookstoreClient.EnableWebhookAsync)] = new("POST", $"/api/webhooks/{Id}/enable", 1, client => client.EnableWebhookAsync(Id)),
        [nameof(BookstoreClient.DisableWebhookAsync)] = new("POST", $"/api/webhooks/{Id}/disable", 1, client => client.DisableWebhookAsync(Id)),
        [nameof(BookstoreClient.PingWebhookAsync)] = new("POST", $"/api/webhooks/{Id}/ping", 1, client => client.PingWebhookAsync(Id)),
        [nameof(BookstoreClient.ReplayWebhookAsync)] = new("POST", $"/api/webhooks/{Id}/replay", 1, client => client.ReplayWebhookAsync(Id, since: Time)),
        [nameof(BookstoreClient.ListWebhookDeliveriesAsync)] = new("GET", $"/api/webhooks/{Id}/deliveries", 2, client => FirstAsync(client.ListWebhookDeliveriesAsync(Id))),
        [nameof(BookstoreClient.RedeliverWebhookAsync)] = new("POST", $"/api/webhooks/{Id}/deliveries/{Id}/redeliver", 1, client => client.RedeliverWebhookAsync(Id, Id)),
        [nameof(BookstoreClient.ListWorkAsync)] = new("GET", "/api/work?kind=courier&state=due", 2, client => FirstAsync(client.ListWorkAsync(WorkKinds.Courier, WorkStates.Due))),
        [nameof(BookstoreClient.RetryWorkAsync)] = new("POST", $"/api/work/{Id}/retry", 2, client => client.RetryWorkAsync(Id)),
        [nameof(BookstoreClient.MarkWorkDoneAsync)] = new(
            "POST", $"/api/work/{Id}/done", 2, client => client.MarkWorkDoneAsync(Id, new MarkWorkDoneBody { Attention = AttentionReasons.CaptureRefused, Reference = "bank 17" })),
        [nameof(BookstoreClient.GiveUpWorkAsync)] = new(
            "POST", $"/api/work/{Id}/give-up", 2, client => client.GiveUpWorkAsync(Id, new GiveUpWorkBody { Attention = AttentionReasons.CaptureRefused, Reason = "no answer" })),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    // Following goes on through failures: see FollowTests.
    public static TheoryData<string> Calls => [.. Methods.Keys.Except([nameof(BookstoreClient.FollowEventsAsync)])];

    [Fact]
    public void Every_public_method_is_among_these_tests()
    {
        var methods = typeof(BookstoreClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static method => method.Name);

        Methods.Keys.ShouldBe(methods, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_guide_says_of_every_method_whether_it_is_retried(string name) =>
        Table().Where(row => row.Contains($"`{name}`", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain(Methods[name].Times > 1 ? "| yes" : "| no");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_fails_is_repeated_only_where_that_is_safe(string name)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded));
        using var client = new TestClient(server.Address, configure: static options => options.Resilience.MaxRetries = 1);
        var (method, address, times, call) = Methods[name];

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => call(client.Client));

        fault.Code.ShouldBe(ProblemCodes.Overloaded);
        server.Requests.Select(static request => (request.Method, request.PathAndQuery)).ShouldBe(Enumerable.Repeat((method, address), times));
        server.Requests.Select(static request => request.IdempotencyKey).Distinct().Count().ShouldBe(1);
        server.Requests.ShouldAllBe(request => request.IdempotencyKey.Length > 0 == (method == "POST" && times > 1));
    }

    [Theory]
    [InlineData(nameof(BookstoreClient.ReleaseReservationAsync), "sending it again is safe.")]
    [InlineData(nameof(BookstoreClient.SaveBookAsync), "sending it again is safe.")]
    [InlineData(nameof(BookstoreClient.CancelOrderAsync), "sending it again with the same key is safe.")]
    [InlineData(nameof(BookstoreClient.ExtendReservationAsync), "look before sending it again.")]
    public async Task A_call_whose_answer_is_lost_says_whether_sending_it_again_is_safe(string name, string advice)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.CutOff);
        using var client = new TestClient(server.Address, configure: static options => options.Resilience.MaxRetries = 0);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => Methods[name].Call(client.Client));

        fault.Message.ShouldEndWith("It is not known whether it took effect; " + advice);
    }

    private static IEnumerable<string> Table() => File.ReadLines(Path.Combine(Repository.Root, "docs", "client.md"))
        .SkipWhile(static line => !line.StartsWith("| Calls | Retried |", StringComparison.Ordinal)).TakeWhile(static line => line.StartsWith('|'));

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> list) => await list.FirstOrDefaultAsync();

    private sealed record Sent(string Method, string Address, int Times, Func<BookstoreClient, Task> Call);
}
