namespace Bookstore.Webhooks;

/// <summary>An enabled endpoint as a consumer of the feed: sends each event, and says what comes of it.</summary>
internal sealed class EndpointConsumer(Guid id, EndpointBody endpoint, EventFilter filter, SigningKeys keys, WebhookDelivering services)
{
    private WebhookDisableReason? _disabled;

    /// <summary>What the engine runs.</summary>
    public EventConsumer ToConsumer() => new()
    {
        Name = WebhookDocuments.ConsumerOf(id),
        Revision = endpoint.Changes,
        Filter = filter,
        Handle = HandleAsync,
        Concurrency = services.Options.EndpointConcurrency,
        // The sender has the time-out of a try; this one is for the wait for a place as well.
        Timeout = (services.Options.Timeout * 2) + TimeSpan.FromSeconds(10),
        RetryAfter = RetrySchedule.After,
        WhenExpired = ExpiredPosition.ContinueFromOldest,
        MetricName = "webhooks",
        IsExternal = true,
        BeginsByItself = false,
    };

    private async ValueTask<ConsumeOutcome> HandleAsync(BookstoreEvent happened, int attempt, CancellationToken cancellationToken)
    {
        if (!await services.Places.TryEnterAsync(id, services.Options.Timeout, cancellationToken).ConfigureAwait(false))
        {
            return ConsumeOutcome.Waited;
        }

        SendResult? sent = null;
        try
        {
            if (_disabled is { } reason)
            {
                return ConsumeOutcome.Stop(TextOf(reason));
            }

            sent = await services.SendAsync(new WebhookMessage(happened), endpoint.Url, keys, cancellationToken).ConfigureAwait(false);
        }
        catch (BookstoreStoreException)
        {
            // The store's time cannot be read, so nothing was signed or sent. It waits for the lease, which needs that time as well.
            return ConsumeOutcome.Waited;
        }
        finally
        {
            services.Places.Leave(id, sent?.Duration);
        }

        return await JudgeAsync(happened, attempt, sent.Value, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ConsumeOutcome> JudgeAsync(BookstoreEvent happened, int attempt, SendResult result, CancellationToken cancellationToken)
    {
        services.Metrics.Count(result);

        // In the store's time, as the endpoint's own times are.
        var now = services.Clock.Now;
        var failing = await services.Tries.AddAsync(id, TryBody.Of(happened, attempt, result), now, endpoint.EnabledAt, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return ConsumeOutcome.Done;
        }

        WebhookLog.DeliveryFailed(services.Logger, id, happened.Id, attempt, result.Error);
        return RetrySchedule.ReasonToDisable(result.Status, attempt, failing, endpoint.EnabledAt, now) is { } cause
            ? await DisableAsync(cause).ConfigureAwait(false)
            : ConsumeOutcome.Failed(result.Error, result.RetryAfter);
    }

    private async ValueTask<ConsumeOutcome> DisableAsync(WebhookDisableReason reason)
    {
        var now = await services.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        var isDisabled = await services.Commit.SubmitAsync(new DisableFailingEndpoint(id, endpoint.Changes, reason, now), CancellationToken.None).ConfigureAwait(false);
        if (isDisabled)
        {
            services.Metrics.CountDisabled(EventData.NameOf(reason));
            WebhookLog.EndpointDisabled(services.Logger, id, TextOf(reason));
        }

        // Changed meanwhile, the endpoint continues as it is now: a stop would outlast that.
        _disabled = isDisabled ? reason : _disabled;
        return isDisabled ? ConsumeOutcome.Stop(TextOf(reason)) : ConsumeOutcome.Failed("The endpoint was changed meanwhile.");
    }

    private static string TextOf(WebhookDisableReason reason) => reason switch
    {
        WebhookDisableReason.Gone => "The receiver responded with 410 (Gone).",
        WebhookDisableReason.TriesUsedUp => "An event used its tries up.",
        WebhookDisableReason.FailingForDays => "Every try of five days failed.",
        _ => "It was disabled.",
    };
}
