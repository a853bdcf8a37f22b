using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>A wrong argument is an exception of its own before anything is sent: never a try, and never a failure of the server's.</summary>
public sealed class ArgumentTests
{
    private const string HalfAPair = "half \ud83d";

    private static readonly SaveBookBody Book = new() { Title = "Emma", Author = "Jane Austen", Price = 1m };

    public static TheoryData<string, PlaceOrderBody> WrongOrders => new()
    {
        { "PlaceOrderBody.items is null. Set it.", TestClient.Order with { Items = null! } },
        { "PlaceOrderBody.items[1] is null. Leave it out or set it.", TestClient.Order with { Items = [TestClient.Order.Items[0], null!] } },
        { "PlaceOrderBody.customer_id is null. Set it.", TestClient.Order with { CustomerId = null! } },
        { "The text has half of a surrogate pair", TestClient.Order with { CustomerId = HalfAPair } },
        { "The text has half of a surrogate pair", TestClient.Order with { Payment = new PaymentBody { CardNumber = "\udc00" } } },
        { "PlaceOrderItem.isbn is null. Set it.", TestClient.Order with { Items = [new PlaceOrderItem { Isbn = null!, Quantity = 1 }] } },
    };

    [Theory]
    [InlineData("checkout-José-1")]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("two\r\nlines")]
    [InlineData(null, 256)]
    public async Task An_idempotency_key_that_cannot_be_sent_is_refused(string? key, int length = 0)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Created);
        using var client = new TestClient(server.Address);

        var exception = await Should.ThrowAsync<ArgumentException>(() => client.Client.PlaceOrderAsync(TestClient.Order, key ?? new string('k', length)));

        exception.ParamName.ShouldBe("idempotencyKey");
        exception.Message.ShouldStartWith("An idempotency key is 1 to 255 visible ASCII characters");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_key_of_one_caller_does_not_open_the_circuit()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        using var client = new TestClient(server.Address);
        for (var call = 0; call < 50; call++)
        {
            await Should.ThrowAsync<ArgumentException>(() => client.Api.PlaceOrderAsync(TestClient.Order, "checkout-José-1"));
        }

        (await client.Client.FindBookAsync("0141439580")).ShouldBe(Answers.Emma);
        client.Time.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_header_of_a_handler_that_cannot_be_sent_is_no_fault_of_the_network()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        using var client = new TestClient(server.Address, http: builder => builder.AddHttpMessageHandler(() => new Tenant("José")));
        for (var call = 0; call < 30; call++)
        {
            (await Should.ThrowAsync<ArgumentException>(() => client.Client.FindBookAsync("1"))).Message.ShouldStartWith("The header X-Tenant has characters that cannot be sent.");
        }

        server.Requests.ShouldBeEmpty();
        client.Time.Pauses.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(WrongOrders), DisableDiscoveryEnumeration = true)]
    public async Task An_order_that_cannot_be_sent_is_refused_by_the_name_of_its_member(string message, PlaceOrderBody order)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Created);
        using var client = new TestClient(server.Address);

        (await Should.ThrowAsync<ArgumentException>(() => client.Client.PlaceOrderAsync(order))).Message.ShouldStartWith(message);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_with_half_of_a_surrogate_pair_is_refused_wherever_it_goes()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        using var client = new TestClient(server.Address);
        Func<Task>[] calls =
        [
            () => client.Client.FindBookAsync(HalfAPair),
            () => client.Client.SaveBookAsync("1", Book with { Title = HalfAPair }),
            async () => await client.Client.ListBooksAsync(search: HalfAPair).ToListAsync(),
            async () => await client.Client.ListOrdersAsync(customerId: HalfAPair).ToListAsync(),
            async () => await client.Client.ListDeliveriesAsync(orderId: HalfAPair).ToListAsync(),
            () => client.Client.MoveDeliveryAsync("1", HalfAPair),
            () => client.Client.ChangeStockAsync("1", new ChangeStockBody { Quantity = 1, Reason = HalfAPair }),
            () => client.Api.GetBookAsync(HalfAPair),
            () => client.Api.ListBooksAsync(search: HalfAPair),
        ];

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<ArgumentException>(call)).Message.ShouldNotContain("half \ud83d");
        }

        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whole_pairs_and_the_replacement_character_are_sent_as_they_are()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        using var client = new TestClient(server.Address);

        await client.Client.SaveBookAsync("1", Book with { Title = "\ud83d\ude00 \ufffd" });

        using var sent = JsonDocument.Parse(server.Requests.ShouldHaveSingleItem().Body);
        sent.RootElement.GetProperty("title").GetString().ShouldBe("\ud83d\ude00 \ufffd");
    }

    private sealed class Tenant(string value) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("X-Tenant", value);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
