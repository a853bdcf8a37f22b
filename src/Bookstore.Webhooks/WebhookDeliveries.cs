using System.Buffers.Binary;
using System.Text;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>What is delivered to an endpoint and what is not, and single deliveries that a person asks for.</summary>
internal sealed class WebhookDeliveries(IBookstoreStore store, ParkedEventList parked, SecretCipher cipher, WebhookDelivering services)
{
    private const string PingType = "webhook.ping";
    private const long OfParked = 1;
    private const long OfTries = 2;

    /// <summary>Sends a ping.</summary>
    public Task<WebhookDelivery> PingAsync(Guid id, EndpointBody endpoint, CancellationToken cancellationToken)
    {
        var now = services.Clock.Time.GetUtcNow();
        var ping = new BookstoreEvent
        {
            Id = Guid.CreateVersion7(now),
            Position = 0,
            Type = PingType,
            Resource = string.Concat("webhooks/", id.ToString()),
            Sequence = 0,
            OccurredAt = now,
            Data = Encoding.UTF8.GetBytes($$"""{"webhook_id":"{{id}}"}"""),
        };
        return SendAsync(id, endpoint, ping, cancellationToken);
    }

    /// <summary>Lists what is not delivered, in the order of the feed, then the last tries, newest first.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of this list.</exception>
    public async ValueTask<Page<WebhookDelivery>> ListAsync(Guid id, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var filter = CursorFilter.Of(id.ToString("N"));
        var (part, number) = PlaceOf(Cursor.ReadWebhookDelivery(cursor, filter));
        var items = new List<WebhookDelivery>();
        if (part == OfParked)
        {
            var waiting = await parked.ListAsync(WebhookDocuments.ConsumerOf(id), number == 0 ? null : number, limit, cancellationToken).ConfigureAwait(false);
            items.AddRange(waiting.Select(DeliveryOf));
            if (waiting.Count == limit)
            {
                return new Page<WebhookDelivery>(items, Cursor.ForWebhookDelivery(IdOf(OfParked, waiting[^1].Event.Position), filter));
            }
        }

        var before = part == OfTries ? number : long.MaxValue;
        var tries = (await services.Tries.ListAsync(id, cancellationToken).ConfigureAwait(false)).Where(one => one.Number < before).Take(limit - items.Count + 1).ToList();
        var hasMore = tries.Count > limit - items.Count;
        var shown = hasMore ? tries.SkipLast(1).ToList() : tries;
        items.AddRange(shown.Select(static one => one.ToDelivery()));
        return new Page<WebhookDelivery>(items, hasMore ? Cursor.ForWebhookDelivery(IdOf(OfTries, tries[^1].Number + 1), filter) : null);
    }

    /// <summary>Makes an event due that is not delivered; sends one of the last tries once more.</summary>
    public async Task<WebhookResult> RedeliverAsync(Guid id, StoredEndpoint endpoint, Guid eventId, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var consumer = WebhookDocuments.ConsumerOf(id);
        if (await parked.FindDocumentAsync(consumer, eventId, cancellationToken).ConfigureAwait(false) is { } document)
        {
            var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
            var outcome = await services.Commit.SubmitAsync(new RedeliverParked(id, expected, document.Id, now), cancellationToken).ConfigureAwait(false);
            if (outcome is not (WebhookOutcome.Done or WebhookOutcome.NoDelivery))
            {
                return new WebhookResult { Outcome = outcome };
            }

            // It may have been delivered meanwhile: then it is one of the tries.
            if (await parked.FindAsync(consumer, eventId, cancellationToken).ConfigureAwait(false) is { } waiting)
            {
                return endpoint.ToResult(DeliveryOf(waiting));
            }
        }

        var tries = await services.Tries.ListAsync(id, cancellationToken).ConfigureAwait(false);
        if (tries.FirstOrDefault(one => one.EventId == eventId && one.Position > 0) is not { } made)
        {
            return new WebhookResult { Outcome = WebhookOutcome.NoDelivery };
        }

        var slice = await store.ReadEventsAsync(made.Position - 1, 1, cancellationToken).ConfigureAwait(false);
        return slice.Events.Count == 1 && slice.Events[0].Id == eventId
            ? endpoint.ToResult(await SendAsync(id, endpoint.Body, slice.Events[0], cancellationToken).ConfigureAwait(false))
            : new WebhookResult { Outcome = WebhookOutcome.NoDelivery };
    }

    /// <summary>Discards an event that is not delivered.</summary>
    public async Task<WebhookResult> DiscardAsync(Guid id, Guid eventId, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var consumer = WebhookDocuments.ConsumerOf(id);
        if (await parked.FindDocumentAsync(consumer, eventId, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return new WebhookResult { Outcome = WebhookOutcome.NoDelivery };
        }

        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var result = await services.Commit.SubmitAsync(new DiscardDelivery(id, expected, document.Id, eventId, now), cancellationToken).ConfigureAwait(false);
        if (result.Outcome == WebhookOutcome.Done)
        {
            WebhookLog.DeliveryDiscarded(services.Logger, eventId, id);
        }

        return result;
    }

    private async Task<WebhookDelivery> SendAsync(Guid id, EndpointBody endpoint, BookstoreEvent happened, CancellationToken cancellationToken)
    {
        var result = EndpointKeys.Of(id, endpoint, cipher) is { } keys
            ? await services.SendByHandAsync(new WebhookMessage(happened), endpoint.Url, keys, cancellationToken).ConfigureAwait(false)
            : services.NothingSent(SendFault.SecretUnreadable);
        services.Metrics.Count(result);
        var made = TryBody.Of(happened, 0, result);
        services.Tries.Of(id).AddApart(made);

        try
        {
            // At once: this host may have no background work.
            await services.Tries.StoreAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BookstoreException)
        {
            // It was sent. The try stays in memory, and is stored with the next ones.
        }

        return made.ToDelivery();
    }

    private static WebhookDelivery DeliveryOf(ParkedEvent waiting) => new()
    {
        EventId = waiting.Event.Id,
        Type = waiting.Event.Type,
        Resource = waiting.Event.Resource,
        Sequence = waiting.Event.Sequence,
        State = waiting.State switch
        {
            ParkedEventState.Retrying => WebhookDeliveryState.Retrying,
            ParkedEventState.Waiting => WebhookDeliveryState.Waiting,
            _ => WebhookDeliveryState.Parked,
        },
        Attempts = waiting.Attempts,
        DueAt = waiting.DueAt,
        At = waiting.ParkedAt,
        Error = waiting.LastError,
    };

    // A place in the list: the part, and the position or number in it.
    private static (long Part, long Number) PlaceOf(Guid? place)
    {
        if (place is not { } id)
        {
            return (OfParked, 0);
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    private static Guid IdOf(long part, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, part);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        return new Guid(bytes, bigEndian: true);
    }
}
