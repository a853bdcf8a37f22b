namespace Bookstore.Onix;

/// <summary>A subject.</summary>
/// <param name="Scheme">The scheme, a code of list 27 such as 93, Thema.</param>
/// <param name="Code">The code in the scheme.</param>
/// <param name="Heading">The heading, for schemes without codes such as keywords.</param>
/// <param name="IsMain">Whether it is the main subject in the scheme.</param>
/// <param name="SchemeName">The name of a scheme of the sender's own.</param>
public sealed record OnixSubject(string? Scheme, string? Code, string? Heading, bool IsMain, string? SchemeName = null);

/// <summary>A language.</summary>
/// <param name="Role">What is in the language, a code of list 22.</param>
/// <param name="Code">The language, ISO 639-2/B.</param>
public sealed record OnixLanguage(string? Role, string Code);
