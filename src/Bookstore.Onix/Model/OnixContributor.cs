namespace Bookstore.Onix;

/// <summary>A contributor: a person or a body.</summary>
public sealed record OnixContributor
{
    /// <summary>The place among the contributors, from 1.</summary>
    public int? Position { get; init; }

    /// <summary>What they did, codes of list 17.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The name as it is shown: of the person, or of the body.</summary>
    public string? Name { get; init; }

    /// <summary>The name as it is sorted.</summary>
    public string? NameInverted { get; init; }

    /// <summary>Whether it is a body, such as a museum.</summary>
    public bool IsCorporate { get; init; }

    /// <summary>Contributors without a name, a code of list 19 such as "anonymous".</summary>
    public string? Unnamed { get; init; }
}
