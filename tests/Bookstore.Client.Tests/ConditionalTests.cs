using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Writes that take effect only on the entity tag that the caller has seen.</summary>
public sealed class ConditionalTests
{
    private const string Isbn = "9780141439587";

    private static readonly SaveBookBody Emma = new() { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" };

    [Fact]
    public async Task SaveBookAsync_with_a_tag_is_refused_when_another_write_came_first()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();

        var added = await client.SaveBookAsync(Isbn, Emma, onlyIfNew: true);
        var read = (await client.FindBookAsync(Isbn))!;
        await client.SaveBookAsync(Isbn, Emma with { Price = 12m }, ifMatch: read.ETag);
        var late = await Should.ThrowAsync<BookstoreApiException>(() => client.SaveBookAsync(Isbn, Emma with { Price = 11m }, ifMatch: read.ETag));
        var twice = await Should.ThrowAsync<BookstoreApiException>(() => client.SaveBookAsync(Isbn, Emma, onlyIfNew: true));

        added.ETag.ShouldBe(read.ETag);
        (late.Code, twice.Code).ShouldBe((ProblemCodes.PreconditionFailed, ProblemCodes.PreconditionFailed));
        (await client.FindBookAsync(Isbn))!.Price.ShouldBe(12m);
    }

    [Fact]
    public async Task CancelOrderAsync_with_a_tag_is_refused_when_the_order_has_changed()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await client.SaveBookAsync(Isbn, Emma);
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 3, Reason = "delivery note 17" });
        var placement = await client.PlaceOrderAsync(TestClient.Order);

        var late = await Should.ThrowAsync<BookstoreApiException>(() => client.CancelOrderAsync(placement.OrderId!, ifMatch: "\"0\""));
        late.Code.ShouldBe(ProblemCodes.PreconditionFailed);
        var cancelled = await client.CancelOrderAsync(placement.OrderId!, ifMatch: "*");
        cancelled.ETag.ShouldBe($"\"{cancelled.Version}\"");
        cancelled.Version.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task ChangeStockAsync_with_a_tag_is_refused_when_the_stock_has_changed()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        var change = new ChangeStockBody { Quantity = 3, Reason = "delivery note 17" };
        var seen = await client.SaveBookAsync(Isbn, Emma);

        await client.ChangeStockAsync(Isbn, change, idempotencyKey: "note-17", ifMatch: seen.ETag);
        var late = await Should.ThrowAsync<BookstoreApiException>(() => client.ChangeStockAsync(Isbn, change, ifMatch: seen.ETag));
        var repeated = await client.ChangeStockAsync(Isbn, change, idempotencyKey: "note-17", ifMatch: seen.ETag);

        late.Code.ShouldBe(ProblemCodes.PreconditionFailed);
        repeated.OnHand.ShouldBe(3);
    }

    [Fact]
    public async Task ResumeOrderAsync_asks_about_the_order_that_was_read()
    {
        await using var shop = await LiveShop.StartAsync(shop: options => options.BackgroundWork = false);
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await client.SaveBookAsync(Isbn, Emma);
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 3, Reason = "delivery note 17" });
        var pending = await client.PlaceOrderAsync(TestClient.Order with { Payment = new PaymentBody { CardNumber = "4000000000000341" } });

        var late = await Should.ThrowAsync<BookstoreApiException>(() => client.ResumeOrderAsync(pending.OrderId!, ifMatch: "\"1\""));
        late.Code.ShouldBe(ProblemCodes.PreconditionFailed);
        var order = await client.ResumeOrderAsync(pending.OrderId!);

        (order.OrderId, order.Status, order.PaymentStatus).ShouldBe((pending.OrderId, OrderStatuses.Created, PaymentStatuses.Authorized));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveBookAsync_conditional_is_sent_once_since_a_second_try_could_only_be_refused(bool onlyIfNew)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(502, "whatever"), Answers.Book);
        using var client = new TestClient(server.Address);

        await Should.ThrowAsync<BookstoreApiException>(() => client.Client.SaveBookAsync(Isbn, Emma, onlyIfNew ? null : "\"a\"", onlyIfNew));

        server.Requests.Count.ShouldBe(1);
    }
}
