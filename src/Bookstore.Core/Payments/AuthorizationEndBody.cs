using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A held amount that is watched: a document with the order's id, due when something has to be told of it.</summary>
/// <remarks>Only orders whose capture was not asked for have one, and only where the gateway says when the authorization ends. It may be there for longer than the amount is held.</remarks>
internal sealed record AuthorizationEndBody : DocumentBody
{
    public static DocumentKind<AuthorizationEndBody> Documents { get; } = new("authorization-end", 1, static () => AuthorizationEndJsonContext.Default.AuthorizationEndBody);

    public DateTimeOffset Until { get; set; }

    /// <summary>Stages the watch of an order whose id the operation has named, see <see cref="DeclareKey"/>.</summary>
    public static void Watch(WorkingSet records, Guid orderId, AuthorizationEnd end) =>
        Put(records, orderId, new AuthorizationEndBody { Until = end.Until }, end.NoticeAt);

    public static void Put(WorkingSet records, Guid orderId, AuthorizationEndBody body, DateTimeOffset dueAt)
    {
        var id = Documents.IdOf(orderId);
        records.Documents.Put(id, Documents.Write(orderId, body, records.Documents.Find(id)) with { DueAt = dueAt });
    }

    public static void DeclareKey(RecordKeys keys, Guid orderId) => keys.Documents.Add(Documents.IdOf(orderId));
}

/// <summary>How the bodies of watched authorizations are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthorizationEndBody))]
internal sealed partial class AuthorizationEndJsonContext : JsonSerializerContext;
