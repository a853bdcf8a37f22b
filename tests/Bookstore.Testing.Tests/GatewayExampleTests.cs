using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The documentation's gateway ends a call only by what the provider itself says.</summary>
public sealed class GatewayExampleTests
{
    private static readonly Guid Order = Guid.CreateVersion7();
    private static readonly Money Price = new(12.99m, "USD");

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "text/html", "<h1>404 Not Found</h1>")]
    [InlineData(HttpStatusCode.NotFound, "application/json", "{}")]
    [InlineData(HttpStatusCode.NotFound, "application/json", "{\"error\":{\"code\":\"no_such_route\"}}")]
    [InlineData(HttpStatusCode.Conflict, "text/plain", "")]
    [InlineData(HttpStatusCode.OK, "text/html", "<h1>Welcome</h1>")]
    [InlineData(HttpStatusCode.InternalServerError, "application/json", "{\"error\":{\"code\":\"no_such_payment\"}}")]
    [InlineData(HttpStatusCode.OK, "application/json", "{\"id\":\"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b\",\"amount\":1299,\"currency\":\"USD\",\"status\":\"captured\"}")]
    public async Task AnAnswerThatIsNotTheProviders_is_unknown(HttpStatusCode status, string type, string body)
    {
        using var clients = new Clients(status, type, body);
        var gateway = new MyGateway(clients);

        (await gateway.AuthorizeAsync(new AuthorizeRequest(Order, Price, new PaymentToken("tok")), default)).Outcome.ShouldBe(AuthorizeOutcome.Unknown);
        (await gateway.CaptureAsync(new CaptureRequest(Order, null, Price, "k"), default)).ShouldBe(CaptureResult.Unknown);
        (await gateway.VoidAsync(new VoidRequest(Order, null, "k"), default)).ShouldBe(VoidResult.Unknown);
        (await gateway.RefundAsync(new RefundRequest(Order, Order, null, Price, "test", "k"), default)).ShouldBe(RefundResult.Unknown);
        await Should.ThrowAsync<HttpRequestException>(async () => await gateway.FindAsync(new FindRequest(Order, null), default));
    }

    [Fact]
    public async Task TheProvidersOwnRefusal_is_final_and_keeps_its_code()
    {
        (await new MyGateway(Refusing("authorization_expired")).CaptureAsync(new CaptureRequest(Order, null, Price, "k"), default)).ShouldBe(CaptureResult.Refused("authorization_expired"));
        (await new MyGateway(Refusing("expired_or_canceled_card")).RefundAsync(new RefundRequest(Order, Order, null, Price, "test", "k"), default)).ShouldBe(RefundResult.Refused("expired_or_canceled_card"));
        (await new MyGateway(Refusing("payment_captured")).VoidAsync(new VoidRequest(Order, null, "k"), default)).ShouldBe(VoidResult.AlreadyCaptured);
        (await new MyGateway(Refusing("no_such_payment")).FindAsync(new FindRequest(Order, null), default)).ShouldBeNull();
    }

    [Fact]
    public async Task AnAnswerForTheOrder_counts()
    {
        using var clients = new Clients(HttpStatusCode.OK, "application/json", $"{{\"id\":\"{Order}\",\"amount\":1299,\"currency\":\"USD\",\"status\":\"captured\"}}");

        (await new MyGateway(clients).CaptureAsync(new CaptureRequest(Order, null, Price, "k"), default)).ShouldBe(CaptureResult.Captured);
        (await new MyGateway(clients).FindAsync(new FindRequest(Order, null), default))!.Amount.ShouldBe(Price);
    }

    private static Clients Refusing(string code) => new(HttpStatusCode.Conflict, "application/json", $"{{\"error\":{{\"code\":\"{code}\"}}}}");

    private sealed class Clients(HttpStatusCode status, string type, string body) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("https://payments.example/") };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });
    }
}
