using System.Diagnostics.CodeAnalysis;

namespace Bookstore.AspNetCore;

/// <summary>Reads the types of events that a client asks for, separated by commas.</summary>
internal static class EventTypeFilter
{
    public const int MaxLength = 2_000;

    private const string Group = ".*";

    /// <summary>Reads the types.</summary>
    /// <param name="text">The text; <see langword="null"/> for all types.</param>
    /// <param name="types">The types, empty for all.</param>
    /// <param name="message">What is wrong.</param>
    public static bool TryRead(string? text, out IReadOnlyList<string> types, [NotNullWhen(false)] out string? message)
    {
        types = text is null ? [] : text.Split(',');
        message = types.Count > EventQuery.MaxTypes ? $"must have at most {EventQuery.MaxTypes} types"
            : types.All(IsKnown) ? null
            : "must be types of events or groups of them, separated by commas, such as order.created,refund.*";
        return message is null;
    }

    // The core refuses the same; this names the parameter.
    private static bool IsKnown(string type) => type.EndsWith(Group, StringComparison.Ordinal)
        ? EventTypes.All.Any(known => known.StartsWith(type[..^1], StringComparison.Ordinal) && type.Length > Group.Length)
        : EventTypes.All.Contains(type);
}
