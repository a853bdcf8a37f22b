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

    /// <summary>All values of a header as one list; <see langword="null"/> when it was not sent.</summary>
    public static string? ListOf(StringValues header) => header.Count == 0 ? null : string.Join(',', header.ToArray());

    /// <summary>Reads both headers.</summary>
    /// <returns><see langword="false"/> when one of them is malformed.</returns>
    public static bool TryRead(string? ifMatch, string? ifNoneMatch, out Preconditions conditions)
    {
        var isRead = TryReadMatch(ifMatch, out var match) & TryReadNoneMatch(ifNoneMatch, out var noneMatch);
        conditions = isRead ? new Preconditions(match, noneMatch) : default;
        return isRead;
    }

    public static ApiProblem Malformed(string code) => Problems.Invalid(
        code, "The headers If-Match and If-None-Match must be * or a list of entity tags in quotation marks, such as \"7\".");

    // A weak tag never matches: two representations may have the same one.
    private static bool TryReadMatch(string? header, out ExpectedVersion? expected)
    {
        var tags = header is null ? null : EntityTags.Parse(header);
        expected = tags is null ? null : tags.IsAny ? ExpectedVersion.Any : ExpectedVersion.OneOf(tags.Strong);
        return tags is not null || header is null;
    }

    private static bool TryReadNoneMatch(string? header, out ExpectedVersion? expected)
    {
        var tags = header is null ? null : EntityTags.Parse(header);
        expected = tags is null ? null : tags.IsAny ? ExpectedVersion.None : ExpectedVersion.NoneOf(tags.All);
        return tags is not null || header is null;
    }
}
