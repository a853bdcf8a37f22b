using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Which books to list: those that have all the words. The words are normalized as <see cref="SearchWords.Of"/> does it.</summary>
/// <param name="Words">Each of them stands in the title or the author.</param>
/// <param name="AuthorWords">Each of them stands in the author.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record BookFilter(IReadOnlyList<string> Words, IReadOnlyList<string> AuthorWords)
{
    /// <summary>All books.</summary>
    public static BookFilter All { get; } = new([], []);
}
