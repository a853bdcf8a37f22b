using Microsoft.Extensions.Configuration;

namespace Bookstore;

/// <summary>Finds names in a section of the configuration that are no option.</summary>
internal static class ConfigurationSlips
{
    private const int LargestSlip = 2;

    /// <summary>Adds a problem for each name that is unknown; with <paramref name="onlySlips"/> only for those that differ from an option in one or two letters.</summary>
    public static void Check(IConfigurationSection section, IReadOnlyList<string> known, bool onlySlips, List<string> problems)
    {
        foreach (var child in section.GetChildren())
        {
            if (known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            var meant = known.FirstOrDefault(name => IsSlip(child.Key, name));
            if (meant is not null || !onlySlips)
            {
                problems.Add($"{child.Path} is no option. {(meant is null ? $"The options are {string.Join(", ", known)}." : $"Write {section.Path}:{meant}.")}");
            }
        }
    }

    private static bool IsSlip(string text, string name) => Math.Abs(text.Length - name.Length) <= LargestSlip && Distance(text.ToUpperInvariant(), name.ToUpperInvariant()) <= LargestSlip;

    // Levenshtein's distance, row by row.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
