using System.Text.RegularExpressions;

namespace Bookstore.Operating;

/// <summary>Checks that the elements of a page are closed in the order in which they were opened, and that no id is given twice.</summary>
internal static partial class Markup
{
    private static readonly HashSet<string> Empty = ["meta", "link", "input", "br", "hr", "img"];

    public static string? FindProblem(string html)
    {
        var open = new Stack<string>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match match in Tag().Matches(html))
        {
            var (isEnd, name, rest) = (match.Groups[1].Length > 0, match.Groups[2].Value, match.Groups[3].Value);
            if (Id().Match(rest) is { Success: true } id && !ids.Add(id.Groups[1].Value))
            {
                return $"The id {id.Groups[1].Value} is given twice.";
            }

            if (isEnd && (open.Count == 0 || open.Pop() != name))
            {
                return $"</{name}> at {match.Index} closes another element.";
            }

            if (!isEnd && !Empty.Contains(name) && !rest.EndsWith('/'))
            {
                open.Push(name);
            }
        }

        return open.Count == 0 ? null : $"<{open.Peek()}> is not closed.";
    }

    [GeneratedRegex("<(/?)([a-z][a-z0-9]*)((?:\\s[^<>]*)?)>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Id();
}
