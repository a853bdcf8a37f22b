using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bookstore.Contracts;
using Refit;

namespace Bookstore.Client.Http;

/// <summary>Writes and reads the bodies without reflection; a required member that is missing or null fails the reading.</summary>
internal sealed class ContractSerializer : IHttpContentSerializer
{
    private static readonly BookstoreJsonContext Json = new(new JsonSerializerOptions { RespectNullableAnnotations = true });

    // Bodies to send are checked member by member while they are written.
    private static readonly JsonSerializerOptions Sending = new() { TypeInfoResolver = BookstoreJsonContext.Default.WithAddedModifier(BodyMembers.Check) };

    public HttpContent ToHttpContent<T>(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(item, (JsonTypeInfo<T>)Sending.GetTypeInfo(typeof(T))));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        Task.FromResult<T?>((T)Read(typeof(T), (AnswerContent)content));

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;

    /// <summary>Reads an event of a stream.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static EventResource ReadEvent(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, TypeInfo<EventResource>()) ?? throw Nothing();

    private static object Read(Type type, AnswerContent answer)
    {
        if (type == typeof(ResourcePage<BookResource>))
        {
            return Page<BookResource>(answer);
        }

        if (type == typeof(ResourcePage<StockMovementResource>))
        {
            return Page<StockMovementResource>(answer);
        }

        if (type == typeof(ResourcePage<OrderResource>))
        {
            return Page<OrderResource>(answer);
        }

        if (type == typeof(ResourcePage<WorkResource>))
        {
            return Page<WorkResource>(answer);
        }

        if (type == typeof(ResourcePage<ReturnResource>))
        {
            return Page<ReturnResource>(answer);
        }

        if (type == typeof(ResourcePage<RefundResource>))
        {
            return Page<RefundResource>(answer);
        }

        if (type == typeof(ResourcePage<EventResource>))
        {
            return Page<EventResource>(answer);
        }

        if (type == typeof(ResourcePage<WebhookResource>))
        {
            return Page<WebhookResource>(answer);
        }

        if (type == typeof(ResourcePage<WebhookDeliveryResource>))
        {
            return Page<WebhookDeliveryResource>(answer);
        }

        if (type == typeof(ResourcePage<CustomerOrderResource>))
        {
            return Page<CustomerOrderResource>(answer);
        }

        if (type == typeof(ResourcePage<AuditFindingResource>))
        {
            return Page<AuditFindingResource>(answer);
        }

        return type == typeof(ResourcePage<DeliveryResource>)
            ? Page<DeliveryResource>(answer)
            : Tagged(JsonSerializer.Deserialize(answer.Body, Json.GetTypeInfo(type) ?? throw Unknown(type)) ?? throw Nothing(), answer.Tag);
    }

    private static object Tagged(object resource, string? tag) => resource switch
    {
        BookResource book => book with { ETag = tag },
        DeliveryResource delivery => delivery with { ETag = tag },
        ReturnResource known => known with { ETag = tag },
        RefundResource refund => refund with { ETag = tag },
        WebhookResource webhook => webhook with { ETag = tag },
        _ => resource,
    };

    private static ResourcePage<TItem> Page<TItem>(AnswerContent answer)
    {
        var items = JsonSerializer.Deserialize(answer.Body, TypeInfo<IReadOnlyList<TItem>>()) ?? throw Nothing();
        foreach (var item in items)
        {
            if (item is null)
            {
                throw Nothing();
            }
        }

        return new ResourcePage<TItem>(items, answer.NextCursor);
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)(Json.GetTypeInfo(typeof(T)) ?? throw Unknown(typeof(T)));

    private static JsonException Nothing() => new("A value is null that must not be.");

    private static NotSupportedException Unknown(Type type) => new($"{type} is no body of the API.");
}
