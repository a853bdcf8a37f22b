using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore.Webhooks;

/// <summary>What delivering to all endpoints of a shop on this host shares.</summary>
internal sealed record WebhookDelivering(WebhookSender Sender, TryLogs Tries, GroupCommit Commit, StoreClock Clock, WebhookOptions Options, WebhookMetrics Metrics, ILogger Logger) : IDisposable
{
    // How many requests that people ask for are in progress at a time. They take no place of the feed's.
    private const int MostByHand = 16;

    // A try that takes longer is slow. A tenth of the default time-out.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1.5);

    private readonly SemaphoreSlim _byHand = new(MostByHand);

    /// <summary>The places of the feed's requests.</summary>
    public SendingPlaces Places { get; } = new(Options.MaxConcurrency, Options.EndpointConcurrency, Quick, Clock.Time);

    /// <summary>Makes one try. An address that was allowed when it was written, and is not any more, gets nothing.</summary>
    /// <exception cref="BookstoreStoreException">The store's time is not known, and cannot be read now. Nothing was sent.</exception>
    public async Task<SendResult> SendAsync(WebhookMessage message, string url, SigningKeys keys, CancellationToken cancellationToken) => UrlRules.ProblemOf(url, Options) is null
        ? await Sender.SendAsync(message, new Uri(url), keys, await Clock.NowAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
        : NothingSent(SendFault.UrlRefused);

    /// <summary>Makes a try that a person asks for.</summary>
    /// <exception cref="BookstoreStoreException">The store's time is not known, and cannot be read now. Nothing was sent.</exception>
    /// <exception cref="BookstoreOverloadedException">Too many of them are in progress. Nothing was sent.</exception>
    public async Task<SendResult> SendByHandAsync(WebhookMessage message, string url, SigningKeys keys, CancellationToken cancellationToken)
    {
        if (!await _byHand.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            throw new BookstoreOverloadedException($"{MostByHand} pings and redeliveries are in progress already; nothing was sent. Try again in a few seconds.");
        }

        try
        {
            return await SendAsync(message, url, keys, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _byHand.Release();
        }
    }

    /// <summary>A try that failed before anything was sent.</summary>
    public SendResult NothingSent(SendFault why) => new(why, null, null, null, Clock.Time.GetUtcNow(), TimeSpan.Zero);

    public void Dispose() => _byHand.Dispose();
}
