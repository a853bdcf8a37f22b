namespace Bookstore.Operating;

/// <summary>The address of a list with its conditions.</summary>
internal sealed record ListAddress(string Path)
{
    /// <summary>Makes an address of a path and the conditions that are set.</summary>
    public static ListAddress Of(string path, params ReadOnlySpan<(string Name, string? Value)> conditions)
    {
        var parts = new List<string>();
        foreach (var (name, value) in conditions)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return new ListAddress(parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}");
    }

    /// <summary>The address of the page behind a cursor.</summary>
    public string After(string cursor) => $"{Path}{(Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Uri.EscapeDataString(cursor)}";
}
