namespace Bookstore;

/// <summary>Which events are wanted: those of some types, and of all resources but one.</summary>
internal sealed class EventFilter
{
    private readonly HashSet<string>? _types;
    private readonly string? _without;

    private EventFilter(HashSet<string>? types, string? without = null) => (_types, _without) = (types, without);

    /// <summary>Whether all types are wanted.</summary>
    public bool IsAll => _types is null;

    /// <summary>Reads the types of a query: each a type, or the first word of types and <c>.*</c>.</summary>
    /// <exception cref="ArgumentException">There are too many, or one names no type.</exception>
    public static EventFilter Of(IReadOnlyList<string>? types)
    {
        if (types is null || types.Count == 0)
        {
            return new EventFilter(null);
        }

        Require.Count(types.Count, 0, EventQuery.MaxTypes, nameof(EventQuery.Types));
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < types.Count; i++)
        {
            var isKnown = false;
            var pattern = types[i] ?? throw new ArgumentException($"{nameof(EventQuery.Types)}[{i}] must not be null.", nameof(types));
            foreach (var type in EventTypes.All)
            {
                if (Matches(pattern, type))
                {
                    wanted.Add(type);
                    isKnown = true;
                }
            }

            if (!isKnown)
            {
                throw new ArgumentException($"{nameof(EventQuery.Types)}[{i}] names no type of event. Give one of {string.Join(", ", EventTypes.All)}, or a group of them such as order.*.", nameof(types));
            }
        }

        return new EventFilter(wanted);
    }

    /// <summary>Returns the filter that passes over the events of a resource.</summary>
    public EventFilter Without(string resource) => new(_types, resource);

    public bool Matches(BookstoreEvent happened) => (_types is null || _types.Contains(happened.Type)) && (_without is null || happened.Resource != _without);

    private static bool Matches(string pattern, string type) => pattern.EndsWith(".*", StringComparison.Ordinal)
        ? type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : string.Equals(pattern, type, StringComparison.Ordinal);
}
