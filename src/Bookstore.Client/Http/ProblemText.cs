using System.Text;
using Bookstore.Contracts;

namespace Bookstore.Client.Http;

/// <summary>The part of problem details that people read. What programs decide by, such as the code, stays as the server sent it.</summary>
internal static class ProblemText
{
    private const int MaxDetail = 500;
    private const int MaxMembers = 5;
    private const int MaxMember = 200;

    /// <summary>The same problem, with the API key removed from its texts: a server that echoes the request must not bring the key into a message.</summary>
    public static ProblemResource WithoutKey(ProblemResource problem, string? apiKey)
    {
        if (string.IsNullOrEmpty(apiKey))
        {
            return problem;
        }

        return problem with
        {
            Title = Redacted(problem.Title, apiKey),
            Detail = Redacted(problem.Detail, apiKey),
            Message = Redacted(problem.Message, apiKey),
            Errors = problem.Errors?.ToDictionary(
                static member => member.Key,
                member => (IReadOnlyList<string>)[.. (member.Value ?? []).Select(text => Redacted(text, apiKey) ?? string.Empty)],
                StringComparer.Ordinal),
        };
    }

    /// <summary>What is wrong and with which members: one line, of a limited length.</summary>
    public static string Describe(ProblemResource problem)
    {
        var text = new StringBuilder(Line(problem.Detail ?? problem.Title ?? "no detail", MaxDetail));
        if (problem.Errors is not { Count: > 0 } errors)
        {
            return text.ToString();
        }

        var separator = ' ';
        foreach (var (member, faults) in errors.Take(MaxMembers))
        {
            var name = member.Length == 0 ? "the body" : Line(member, MaxMember);
            text.Append(separator).Append(separator == ';' ? " " : string.Empty).Append(name).Append(": ").Append(Line(string.Join(", ", faults ?? []), MaxMember));
            separator = ';';
        }

        return errors.Count > MaxMembers ? $"{text}; and {errors.Count - MaxMembers} more" : text.ToString();
    }

    private static string? Redacted(string? text, string apiKey) => text?.Replace(apiKey, "***", StringComparison.Ordinal);

    private static string Line(string text, int maxLength)
    {
        var line = string.Create(Math.Min(text.Length, maxLength), text, static (characters, text) =>
        {
            for (var at = 0; at < characters.Length; at++)
            {
                characters[at] = char.IsControl(text[at]) ? ' ' : text[at];
            }
        });
        return text.Length > maxLength ? line + "…" : line;
    }
}
