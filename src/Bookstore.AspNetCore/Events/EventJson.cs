using System.Reflection;
using System.Text.Json;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Writes an event as <see cref="EventResource"/> has it. Its data is JSON already and goes out as it is stored.</summary>
internal static class EventJson
{
    private static readonly UtcMillisecondsConverter Times = new();
    private static readonly JsonEncodedText Id = NameOf(nameof(EventResource.Id));
    private static readonly JsonEncodedText Type = NameOf(nameof(EventResource.Type));
    private static readonly JsonEncodedText Sequence = NameOf(nameof(EventResource.Sequence));
    private static readonly JsonEncodedText Resource = NameOf(nameof(EventResource.Resource));
    private static readonly JsonEncodedText OccurredAt = NameOf(nameof(EventResource.OccurredAt));
    private static readonly JsonEncodedText Data = NameOf(nameof(EventResource.Data));

    public static void Write(Utf8JsonWriter writer, BookstoreEvent happened)
    {
        writer.WriteStartObject();
        writer.WriteString(Id, happened.Id);
        writer.WriteString(Type, happened.Type);
        writer.WriteNumber(Sequence, happened.Sequence);
        writer.WriteString(Resource, happened.Resource);
        writer.WritePropertyName(OccurredAt);
        Times.Write(writer, happened.OccurredAt, ResourceJson<EventResource>.Type.Options);
        writer.WritePropertyName(Data);
        writer.WriteRawValue(happened.Data.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    // The names stand in the contract alone.
    private static JsonEncodedText NameOf(string property) => JsonEncodedText.Encode(
        ResourceJson<EventResource>.Type.Properties.Single(member => member.AttributeProvider is PropertyInfo { Name: var name } && name == property).Name);
}
