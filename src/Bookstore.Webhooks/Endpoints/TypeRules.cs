namespace Bookstore.Webhooks;

/// <summary>Which types of events an endpoint may ask for.</summary>
internal static class TypeRules
{
    /// <summary>The refusal of types that are none; <see langword="null"/> when all are. They are not repeated.</summary>
    public static WebhookResult? RefusalOf(IReadOnlyList<string> types)
    {
        if (types.Count > EventQuery.MaxTypes)
        {
            return new WebhookResult { Outcome = WebhookOutcome.InvalidTypes, Problem = $"There may be up to {EventQuery.MaxTypes} types." };
        }

        int[] invalid = [.. Enumerable.Range(0, types.Count).Where(i => types[i] is null || !IsKnown(types[i]))];
        return invalid.Length == 0 ? null : new WebhookResult
        {
            Outcome = WebhookOutcome.InvalidTypes,
            Problem = $"Entry {invalid[0]} names no type of event. Give one of {string.Join(", ", EventTypes.All)}, or a group of them such as order.*.",
            InvalidTypes = invalid,
        };
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
