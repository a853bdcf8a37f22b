using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bookstore.AspNetCore;

/// <summary>The conditions of a request (RFC 9110, section 13.1): the entity tags that the resource must have, and those that it must not have.</summary>
/// <param name="Match">What <c>If-Match</c> expects; <see langword="null"/> without the header.</param>
/// <param name="NoneMatch">What <c>If-None-Match</c> expects; <see langword="null"/> without the header.</param>
internal readonly record struct Preconditions(ExpectedVersion? Match, ExpectedVersion? NoneMatch)
{
    /// <summary>What a write expects of its resource; <see langword="null"/> when it expects nothing.</summary>
    public ExpectedVersion? ForWrite => Match is null ? NoneMatch : NoneMatch is null ? Match : Match.And(NoneMatch);

    /// <summary>The entity tag of a version.</summary>
    public static string TagOf(string version) => $"\"{version}\"";

    /// <summary>Reads both headers.</summary>
    /// <returns><see langword="false"/> when one of them is malformed.</returns>
    public static bool TryRead(HttpRequest request, out Preconditions conditions)
    {
        conditions = default;
        var headers = request.Headers;
        if (headers.IfMatch.Count == 0 && headers.IfNoneMatch.Count == 0)
        {
            return true;
        }

        if (!TryReadMatch(headers.IfMatch, out var match) || !TryReadNoneMatch(headers.IfNoneMatch, out var noneMatch))
        {
            return false;
        }

        conditions = new Preconditions(match, noneMatch);
        return true;
    }

    public static ApiProblem Malformed(string code) => Problems.Invalid(
        code, "The headers If-Match and If-None-Match must be * or a list of entity tags in quotation marks, such as \"7\".");

    // A weak tag never matches: two representations may have the same one.
    private static bool TryReadMatch(StringValues header, out ExpectedVersion? expected)
    {
        var tags = header.Count == 0 ? null : EntityTags.Parse(header);
        expected = tags is null ? null : tags.IsAny ? ExpectedVersion.Any : ExpectedVersion.OneOf(tags.Strong);
        return tags is not null || header.Count == 0;
    }

    private static bool TryReadNoneMatch(StringValues header, out ExpectedVersion? expected)
    {
        var tags = header.Count == 0 ? null : EntityTags.Parse(header);
        expected = tags is null ? null : tags.IsAny ? ExpectedVersion.None : ExpectedVersion.NoneOf(tags.All);
        return tags is not null || header.Count == 0;
    }
}
