using Bookstore.Storage;

namespace Bookstore.Support;

/// <summary>All that moves a shop's money in the background: the payment actions of orders, and refunds.</summary>
internal sealed class ShopSettlement(PaymentSettlement payments, RefundSettlement refunds)
{
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default) =>
        await payments.RunOnceAsync(cancellationToken) + await refunds.RunOnceAsync(cancellationToken);

    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        await payments.DrainAsync(cancellationToken);
        await refunds.DrainAsync(cancellationToken);
    }

    public IReadOnlyList<WorkRound> Rounds => [.. payments.Rounds, .. refunds.Rounds];

    public DateTimeOffset DueAt(OrderRecord order, DateTimeOffset now) => payments.DueAt(order, now);

    public void HandOff(OrderRecord order) => payments.HandOff(order);

    public Task StartWorkers(CancellationToken stop) => payments.StartWorkers(stop);

    public Task<IReadOnlyList<GatewayBacklog>> CountUnservedAsync(CancellationToken cancellationToken = default) => payments.CountUnservedAsync(cancellationToken);

    public Task<int> LookForUnservedAsync(CancellationToken cancellationToken) => payments.LookForUnservedAsync(cancellationToken);
}
