namespace Bookstore.Testing;

/// <summary>A courier as one host sees it: each call is two boundaries.</summary>
internal sealed class MortalCourier(ICourier inner, HostLife life) : ICourier
{
    public string Name => inner.Name;

    public async ValueTask<string?> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await life.PassAsync("before book").ConfigureAwait(false);
        var trackingNumber = await inner.BookAsync(delivery, cancellationToken).ConfigureAwait(false);
        await life.PassAsync("after book").ConfigureAwait(false);
        return trackingNumber;
    }

    public async ValueTask CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        await life.PassAsync("before call-off").ConfigureAwait(false);
        await inner.CancelAsync(deliveryId, cancellationToken).ConfigureAwait(false);
        await life.PassAsync("after call-off").ConfigureAwait(false);
    }
}
