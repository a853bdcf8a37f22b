using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore.Onix.Import;

/// <summary>How far the import of a message has come: a document of each message.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record ImportState : DocumentBody
{
    /// <summary>The most refused records that are kept here.</summary>
    public const int MaxRefusals = 100;

    /// <summary>Records that are done.</summary>
    public long Records { get; set; }

    /// <summary>The text of these records, see <see cref="Reading.TextHash"/>.</summary>
    public long Content { get; set; }

    /// <summary>Whether the end of the message was reached.</summary>
    public bool IsComplete { get; set; }

    public long Added { get; set; }

    public long Changed { get; set; }

    public long Unchanged { get; set; }

    public long Older { get; set; }

    public long Deleted { get; set; }

    public long Refused { get; set; }

    public IReadOnlyList<OnixImportRefusal>? Refusals { get; set; }

    public static DocumentKind<ImportState> Documents { get; } = new("onix-import", 1, static () => ImportJsonContext.Default.ImportState) { IsRemovedWhenDue = true };
}

/// <summary>How the bodies of the import's documents are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(SourceStamp))]
internal sealed partial class ImportJsonContext : JsonSerializerContext;
