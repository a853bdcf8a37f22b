namespace Bookstore.Payments.Stripe;

/// <summary>Reads responses up to a size, within the time of their request: Stripe.net reads a body to its end, however long it is.</summary>
internal sealed class BoundedResponses : DelegatingHandler
{
    // A page of 100 payments with their charges has less than 2 MiB.
    private const int MaxSize = 16_777_216;

    // What redirects is not Stripe, and would be given the request.
    public BoundedResponses()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxSize, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
