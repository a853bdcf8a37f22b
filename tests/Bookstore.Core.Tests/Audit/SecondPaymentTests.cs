using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Audit;

/// <summary>An order has one payment: what a gateway lists beside it is a finding while it is held or taken.</summary>
public sealed class SecondPaymentTests
{
    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    [Theory]
    [InlineData(GatewayPaymentStatus.Authorized, "second_payment")]
    [InlineData(GatewayPaymentStatus.Captured, "second_payment")]
    [InlineData(GatewayPaymentStatus.Voided, null)]
    [InlineData(GatewayPaymentStatus.Refunded, null)]
    public async Task ReconcileAsync_gateway_lists_a_second_payment_of_an_order_is_found_while_it_is_held_or_taken(GatewayPaymentStatus status, string? expected)
    {
        await using var gateway = new TwicePaid();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        gateway.Second = new GatewayPayment { OrderId = order.Id, Amount = order.Total, Status = status, TransactionId = "second" };

        await ShouldFindAsync(shop, order.Id, expected);
    }

    [Fact]
    public async Task ReconcileAsync_second_payment_of_a_refunded_order_is_found()
    {
        await using var gateway = new TwicePaid();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();
        gateway.Second = new GatewayPayment { OrderId = order.Id, Amount = order.Total, Status = GatewayPaymentStatus.Captured, TransactionId = "second" };

        await ShouldFindAsync(shop, order.Id, "second_payment");
    }

    [Fact]
    public async Task ReconcileAsync_second_payment_of_no_order_is_found()
    {
        await using var gateway = new TwicePaid();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        var id = Guid.CreateVersion7();
        gateway.Second = new GatewayPayment { OrderId = id, Amount = new Money(5m, "USD"), Status = GatewayPaymentStatus.Authorized, TransactionId = "second" };

        await ShouldFindAsync(shop, id, "payment_without_order");
    }

    private static async Task ShouldFindAsync(TestShop shop, Guid order, string? expected)
    {
        var findings = (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Select(static finding => (finding.Code, finding.Id));
        findings.ShouldBe(expected is null ? [] : [(expected, order.ToString())]);
    }

    /// <summary>A gateway that has one more payment than it should, and finds it under its own id alone.</summary>
    private sealed class TwicePaid : IPaymentGateway, IAsyncDisposable
    {
        private readonly ScriptedPaymentGateway _inner = new();

        public GatewayPayment? Second { get; set; }

        public string Name => _inner.Name;

        public TimeSpan LateAuthorizationWindow => _inner.LateAuthorizationWindow;

        public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => _inner.AuthorizeAsync(request, cancellationToken);

        public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => _inner.CaptureAsync(request, cancellationToken);

        public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => _inner.VoidAsync(request, cancellationToken);

        public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => _inner.RefundAsync(request, cancellationToken);

        public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) =>
            request.Reference == "second" ? ValueTask.FromResult(Second) : _inner.FindAsync(request, cancellationToken);

        public async IAsyncEnumerable<GatewayPayment> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var payment in _inner.ListAsync(cancellationToken))
            {
                yield return payment;
            }

            if (Second is { } second)
            {
                yield return second;
            }
        }

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
