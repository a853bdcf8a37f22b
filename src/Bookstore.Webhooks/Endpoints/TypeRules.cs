namespace Bookstore.Webhooks;

/// <summary>Which types of events an endpoint may ask for.</summary>
internal static class TypeRules
{
    /// <summary>What is wrong with the types; <see langword="null"/> when nothing is. They are not repeated.</summary>
    public static string? ProblemOf(IReadOnlyList<string> types)
    {
        if (types.Count > EventQuery.MaxTypes)
        {
            return $"There may be up to {EventQuery.MaxTypes} types.";
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (types[i] is null || !IsKnown(types[i]))
            {
                return $"Entry {i} names no type of event. Give one of {string.Join(", ", EventTypes.All)}, or a group of them such as order.*.";
            }
        }

        return null;
    }

    /// <summary>The filter of stored types; <see langword="null"/> when this version knows none of them, because a newer one wrote them.</summary>
    public static EventFilter? FilterOf(IReadOnlyList<string> types)
    {
        string[] known = [.. types.Where(IsKnown)];
        return types.Count > 0 && known.Length == 0 ? null : EventFilter.Of(known);
    }

    private static bool IsKnown(string pattern) => EventTypes.All.Any(type => pattern.EndsWith(".*", StringComparison.Ordinal)
        ? type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : string.Equals(type, pattern, StringComparison.Ordinal));
}
