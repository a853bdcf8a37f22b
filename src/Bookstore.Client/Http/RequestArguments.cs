using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bookstore.Client.Http;

/// <summary>Checks what a caller hands in before anything is sent, so that a wrong argument is never taken for a fault of the network. No value is quoted.</summary>
internal static class RequestArguments
{
    private const int MaxKeyLength = 255;

    private static readonly SearchValues<char> VisibleAscii = SearchValues.Create(string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(static c => (char)c)));

    /// <summary>An idempotency key that the server takes.</summary>
    public static string Key(string key, [CallerArgumentExpression(nameof(key))] string? parameter = null) =>
        key.Length is 0 or > MaxKeyLength || key.AsSpan().ContainsAnyExcept(VisibleAscii)
            ? throw new ArgumentException($"An idempotency key is 1 to {MaxKeyLength} visible ASCII characters, without spaces.", parameter)
            : key;

    /// <summary>An id or an ISBN as a segment of a path. A path is normalized on its way, so dots would name another route.</summary>
    public static string Segment(string id, [CallerArgumentExpression(nameof(id))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id, parameter);
        return id is "." or ".." || id.Any(char.IsControl) ? throw new ArgumentException("It is no id.", parameter) : Text(id, parameter);
    }

    /// <summary>A text without half of a surrogate pair, which would arrive as another character.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Text(string? text, [CallerArgumentExpression(nameof(text))] string? parameter = null) =>
        text is null || IsWellFormed(text) ? text : throw new ArgumentException("The text has half of a surrogate pair, which cannot be sent. Correct where it was cut.", parameter);

    /// <summary>Texts as one parameter of a query, separated by commas.</summary>
    public static string? List(IReadOnlyCollection<string>? texts, [CallerArgumentExpression(nameof(texts))] string? parameter = null)
    {
        if (texts is null)
        {
            return null;
        }

        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Contains(',', StringComparison.Ordinal))
            {
                throw new ArgumentException("Each text of the list has to be there, without commas.", parameter);
            }
        }

        return texts.Count > 0 ? Text(string.Join(',', texts), parameter) : throw new ArgumentException("The list is empty. Leave it out for everything.", parameter);
    }

    /// <summary>A time in whole seconds that the server takes: 1 second to 30 days.</summary>
    public static int? Seconds(TimeSpan? time, [CallerArgumentExpression(nameof(time))] string? parameter = null)
    {
        if (time is not { } span)
        {
            return null;
        }

        return span >= TimeSpan.FromSeconds(1) && span <= TimeSpan.FromDays(30)
            ? (int)span.TotalSeconds
            : throw new ArgumentOutOfRangeException(parameter, span, "A reservation is held for 1 second to 30 days.");
    }

    /// <summary>A value of a header: ASCII without control characters.</summary>
    public static void CheckHeader(string name, string value)
    {
        if (!Ascii.IsValid(value) || value.Any(static c => char.IsControl(c) && c != '\t'))
        {
            throw new ArgumentException($"The header {name} has characters that cannot be sent. Use ASCII without control characters.", nameof(value));
        }
    }

    private static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
