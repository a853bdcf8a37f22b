using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore.Tests.Storage;

/// <summary>The body of a kind of document that is there for a test alone.</summary>
internal sealed record NoteBody : DocumentBody
{
    public static DocumentKind<NoteBody> Kind { get; } = new("note-of-two-versions", 2, static () => NoteJsonContext.Default.NoteBody);

    public string Text { get; set; } = string.Empty;

    public int Stars { get; set; } = 3;

    public IReadOnlyList<NoteLine>? Lines { get; set; }
}

/// <summary>A line of it.</summary>
internal sealed record NoteLine : DocumentBody
{
    public int Page { get; set; }
}

/// <summary>How it is written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NoteBody))]
internal sealed partial class NoteJsonContext : JsonSerializerContext;
