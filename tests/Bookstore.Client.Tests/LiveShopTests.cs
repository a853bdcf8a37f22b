using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class LiveShopTests
{
    private const string Isbn = "9780141439587";

    [Fact]
    public async Task A_person_settles_a_refused_capture_through_the_client()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 3, Reason = "delivery note 17" });
        var placement = await client.PlaceOrderAsync(TestClient.Order with { Payment = new PaymentBody { CardNumber = "4000000000001976" } });
        await NeedsAPersonAsync(client, placement.OrderId!);
        var work = (await client.ListWorkAsync(state: WorkStates.Attention).ToListAsync()).ShouldHaveSingleItem();
        (work.WorkId, work.Kind, work.Attention!.Reason).ShouldBe((placement.OrderId, WorkKinds.Payment, AttentionReasons.CaptureRefused));
        (await client.ListOrdersAsync(attention: true, paymentStatus: PaymentStatuses.CaptureFailed, createdAfter: DateTimeOffset.UtcNow.AddDays(-1)).ToListAsync())
            .ShouldHaveSingleItem().OrderId.ShouldBe(placement.OrderId);

        var retried = await client.RetryWorkAsync(placement.OrderId!);
        retried.State.ShouldBe(WorkStates.Due);
        await NeedsAPersonAsync(client, placement.OrderId!);
        var refused = await Should.ThrowAsync<BookstoreApiException>(() => client.MarkWorkDoneAsync(placement.OrderId!, new MarkWorkDoneBody { Attention = AttentionReasons.VoidRefused, Reference = "x" }));
        var settled = await client.GiveUpWorkAsync(placement.OrderId!, new GiveUpWorkBody { Attention = AttentionReasons.CaptureRefused, Reason = "no answer" });
        var notPending = await Should.ThrowAsync<BookstoreApiException>(() => client.ResumeOrderAsync(placement.OrderId!));

        refused.Code.ShouldBe(ProblemCodes.AttentionChanged);
        settled.State.ShouldBe(WorkStates.Settled);
        notPending.Code.ShouldBe(ProblemCodes.OrderNotPending);
        (await client.FindOrderAsync(placement.OrderId!))!.Resolution!.Kind.ShouldBe(PaymentResolutionKinds.GivenUp);
    }

    [Fact]
    public async Task A_shop_under_a_prefix_of_its_own_is_reached()
    {
        await using var shop = await LiveShop.StartAsync(prefix: "/shop");
        await using var services = shop.Connect(options => options.Prefix = "/shop");
        var client = services.GetRequiredService<BookstoreClient>();

        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 3, Reason = "delivery note 17" });

        (await client.PlaceOrderAsync(TestClient.Order)).Outcome.ShouldBe(OrderPlacementOutcome.Created);
        (await client.ListBooksAsync("emma").ToListAsync()).ShouldHaveSingleItem().Stock.ShouldBe(1);
    }

    [Fact]
    public async Task A_book_is_saved_stocked_sold_delivered_and_accounted_for()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();

        await client.SaveBookAsync("0-14-143958-0", new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        (await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 3, Reason = "delivery note 17" })).Available.ShouldBe(3);
        var placement = await client.PlaceOrderAsync(TestClient.Order with { ExpectedTotal = 19.98m });
        placement.Outcome.ShouldBe(OrderPlacementOutcome.Created, placement.Detail);
        await UntilCapturedAsync(client, placement.OrderId!);
        var delivery = await client.ScheduleDeliveryAsync(new ScheduleDeliveryBody { OrderId = placement.OrderId!, Address = "1 High Street" });
        foreach (var status in (string[])[DeliveryStatuses.Dispatched, DeliveryStatuses.InTransit, DeliveryStatuses.Delivered])
        {
            delivery = await client.MoveDeliveryAsync(delivery.DeliveryId, status);
        }

        delivery.Status.ShouldBe(DeliveryStatuses.Delivered);
        (await client.FindOrderAsync(placement.OrderId!))!.Status.ShouldBe(OrderStatuses.Delivered);
        (await client.FindBookAsync(Isbn))!.Stock.ShouldBe(1);
        (await client.FindDeliveryAsync(delivery.DeliveryId))!.OrderId.ShouldBe(placement.OrderId);
        (await client.ListBooksAsync("emma").CountAsync()).ShouldBe(1);
        (await client.ListOrdersAsync("customer-1").CountAsync()).ShouldBe(1);
        (await client.ListDeliveriesAsync(placement.OrderId).CountAsync()).ShouldBe(1);
        (await client.ListMovementsAsync(Isbn).Select(movement => movement.Kind).ToListAsync())
            .ShouldBe([StockMovementKinds.Shipped, StockMovementKinds.Reserved, StockMovementKinds.Received]);
    }

    [Fact]
    public async Task What_a_shop_has_to_reckon_with_comes_back_as_a_value()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await StockAsync(client, 1);
        var one = TestClient.Order with { Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 1 }] };

        var tooMany = await client.PlaceOrderAsync(TestClient.Order);
        var changed = await client.PlaceOrderAsync(one with { ExpectedTotal = 1m });
        var unknown = await client.PlaceOrderAsync(one with { Items = [new PlaceOrderItem { Isbn = "9780261102385", Quantity = 1 }] });
        var declined = await client.PlaceOrderAsync(one with { Payment = new PaymentBody { CardNumber = "4000000000000002" } });
        var pending = await client.PlaceOrderAsync(one with { Payment = new PaymentBody { CardNumber = "4000000000000341" } });
        var settled = await client.WaitForOutcomeAsync(pending.OrderId!, TimeSpan.FromMinutes(1));
        var cancelled = await client.CancelOrderAsync(settled.OrderId);

        (tooMany.Outcome, tooMany.Isbn, tooMany.Available).ShouldBe((OrderPlacementOutcome.InsufficientStock, Isbn, 1));
        (changed.Outcome, changed.Total, changed.Currency).ShouldBe((OrderPlacementOutcome.TotalChanged, 9.99m, "USD"));
        (unknown.Outcome, unknown.Isbn).ShouldBe((OrderPlacementOutcome.UnknownBook, "9780261102385"));
        declined.Outcome.ShouldBe(OrderPlacementOutcome.Declined);
        declined.OrderId.ShouldNotBeNull();
        pending.Outcome.ShouldBe(OrderPlacementOutcome.Pending);
        settled.Status.ShouldBe(OrderStatuses.Created);
        cancelled.Status.ShouldBe(OrderStatuses.Cancelled);
        (await client.FindBookAsync("9780261102385")).ShouldBeNull();
        (await client.FindOrderAsync(Guid.Empty.ToString())).ShouldBeNull();
        (await Should.ThrowAsync<BookstoreApiException>(() => client.CancelOrderAsync(declined.OrderId!))).Code.ShouldBe(ProblemCodes.OrderNotCancellable);
    }

    [Fact]
    public async Task The_shop_is_unavailable_twice_then_fine_and_there_is_one_order()
    {
        var keys = new List<string>();
        await using var shop = await LiveShop.StartAsync(async (context, next) =>
        {
            if (context.Request.Path == "/api/orders" && HttpMethods.IsPost(context.Request.Method))
            {
                keys.Add(context.Request.Headers["Idempotency-Key"].ToString());
                if (keys.Count <= 2)
                {
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return;
                }
            }

            await next(context);
        });
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await StockAsync(client, 10);

        var placement = await client.PlaceOrderAsync(TestClient.Order);

        placement.Outcome.ShouldBe(OrderPlacementOutcome.Created);
        keys.Count.ShouldBe(3);
        keys.Distinct().Count().ShouldBe(1);
        keys[0].ShouldNotBeEmpty();
        (await client.ListOrdersAsync().Select(order => order.OrderId).ToListAsync()).ShouldBe([placement.OrderId!]);
    }

    [Fact]
    public async Task The_answer_is_lost_twice_and_there_is_one_order()
    {
        var lost = 0;
        await using var shop = await LiveShop.StartAsync(async (context, next) =>
        {
            // The order is placed all the same: only its answer never arrives.
            if (context.Request.Path == "/api/orders" && HttpMethods.IsPost(context.Request.Method) && Interlocked.Increment(ref lost) <= 2)
            {
                await RunUnheardAsync(context, next);
                return;
            }

            await next(context);
        });
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await StockAsync(client, 10);

        var placement = await client.PlaceOrderAsync(TestClient.Order);

        placement.Outcome.ShouldBe(OrderPlacementOutcome.Created);
        lost.ShouldBe(3);
        (await client.ListOrdersAsync().Select(order => order.OrderId).ToListAsync()).ShouldBe([placement.OrderId!]);
        (await client.FindBookAsync(Isbn))!.Stock.ShouldBe(8);
    }

    [Fact]
    public async Task A_list_of_many_pages_is_read_to_its_end()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        var isbns = Enumerable.Range(1, 250).Select(Isbn13).ToList();
        await Parallel.ForEachAsync(isbns, async (isbn, token) =>
            await client.SaveBookAsync(isbn, new SaveBookBody { Title = $"Volume {isbn}", Author = "Anon", Price = 1m, Currency = "USD" }, cancellationToken: token));

        (await client.ListBooksAsync().Select(book => book.Isbn).ToListAsync()).ShouldBe(isbns.Order());
    }

    [Fact]
    public async Task A_wrong_api_key_is_refused_and_not_repeated_in_the_fault()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect(options => options.ApiKey = "wrong-key");

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => services.GetRequiredService<BookstoreClient>().FindBookAsync(Isbn));

        fault.Code.ShouldBe(ProblemCodes.Unauthorized);
        fault.ToString().ShouldNotContain("wrong-key");
    }

    private static async Task StockAsync(BookstoreClient client, int copies)
    {
        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = copies, Reason = "opening stock" });
    }

    private static async Task NeedsAPersonAsync(BookstoreClient client, string orderId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await client.FindOrderAsync(orderId, limit.Token))!.Attention is null)
        {
            await Task.Yield();
        }
    }

    private static async Task UntilCapturedAsync(BookstoreClient client, string orderId)
    {
        // Dispatch waits for the money, which follows in the background.
        while ((await client.FindOrderAsync(orderId))!.PaymentStatus != PaymentStatuses.Captured)
        {
            await Task.Yield();
        }
    }

    private static async Task RunUnheardAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Response.Body = body;
        context.Abort();
    }

    private static string Isbn13(int number)
    {
        var digits = $"978{number:000000000}";
        var sum = digits.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 1 : 3)).Sum();
        return $"{digits}{(10 - (sum % 10)) % 10}";
    }
}
