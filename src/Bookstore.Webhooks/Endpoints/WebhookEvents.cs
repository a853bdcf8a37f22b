using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The events of endpoints, which say who changed them. Neither an address nor a secret is in them: a path may hold a token.</summary>
internal static class WebhookEvents
{
    /// <summary>Appends an event of an endpoint.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="id">The endpoint.</param>
    /// <param name="endpoint">The endpoint after what happened.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="now">When it happened.</param>
    /// <param name="more">Writes what else the event tells.</param>
    /// <returns>The endpoint to store, which counts the event.</returns>
    public static EndpointBody Append(WorkingSet records, Guid id, EndpointBody endpoint, string type, DateTimeOffset now, Action<EventDataWriter>? more = null)
    {
        endpoint = endpoint with { Events = endpoint.Events + 1 };
        if (records.Events.IsEnabled)
        {
            var subject = EventSubject.Webhook(id);
            var data = records.Events.BeginData(subject);
            data.WriteString("webhook_id"u8, id);
            more?.Invoke(data);
            records.Events.Append(type, subject, endpoint.Events, now);
        }

        return endpoint;
    }

    /// <summary>Appends the event of a change, and tells what has changed.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="id">The endpoint.</param>
    /// <param name="before">The endpoint before the change.</param>
    /// <param name="after">The endpoint after it.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="now">When it was changed.</param>
    /// <returns>The endpoint to store, which counts the event.</returns>
    public static EndpointBody AppendChange(WorkingSet records, Guid id, EndpointBody before, EndpointBody after, string type, DateTimeOffset now) => Append(records, id, after, type, now, data =>
    {
        if (type == EventTypes.WebhookUpdated)
        {
            data.WriteStartArray("changed"u8);
            WriteIf(data, "url", before.Url != after.Url);
            WriteIf(data, "types", !before.Types.SequenceEqual(after.Types, StringComparer.Ordinal));
            data.WriteEndArray();
        }
        else if (type == EventTypes.WebhookDisabled && after.DisableReason is { } reason)
        {
            data.WriteString("reason"u8, EventData.NameOf(reason));
        }
    });

    private static void WriteIf(EventDataWriter data, string name, bool isChanged)
    {
        if (isChanged)
        {
            data.WriteStringValue(name);
        }
    }
}
