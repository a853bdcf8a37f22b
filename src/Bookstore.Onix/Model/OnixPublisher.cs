namespace Bookstore.Onix;

/// <summary>A publisher.</summary>
/// <param name="Role">Its role, a code of list 45.</param>
/// <param name="Name">Its name.</param>
public sealed record OnixPublisher(string? Role, string Name);

/// <summary>Another product that the product has to do with.</summary>
/// <param name="Code">How, a code of list 51.</param>
/// <param name="Identifiers">The other product.</param>
public sealed record OnixRelation(string? Code, IReadOnlyList<OnixIdentifier> Identifiers);
